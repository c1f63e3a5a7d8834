#!/usr/bin/env python3
"""Encoding speed of Calque and of the public Rust library (npm package `tokenizers`), in turn in one run.

    dotnet publish benchmarks/Calque.Benchmarks -c Release -r linux-x64 -o OURS
    npm install --prefix PEER tokenizers@0.23.2
    python3 benchmarks/tokenizers/compare.py --ours OURS/calque-benchmarks --peer PEER --text eng.txt.gz TOKENIZER...

TOKENIZER is a folder with a tokenizer.json. Figures are CPU time of the process, all its threads, of one pass over the text:
ratios are medians of the ratios of neighbouring runs. `--mb 0` takes the whole text. `--worst` adds the worst cases.
"""
import argparse, datetime, json, os, platform, random, statistics, subprocess, sys, tempfile

arguments = argparse.ArgumentParser()
arguments.add_argument('--ours', required=True)
arguments.add_argument('--peer', required=True)
arguments.add_argument('--text', required=True)
arguments.add_argument('--mb', type=float, default=5)
arguments.add_argument('--rounds', type=int, default=5)
arguments.add_argument('--shapes', action='store_true', help='also single lines and documents of 100 kB')
arguments.add_argument('--worst', action='store_true', help='also 10 MB without a space, of one letter, of marks, of random bytes')
arguments.add_argument('--write', help='append the table to this file')
arguments.add_argument('tokenizers', nargs='+')
options = arguments.parse_args()
here = os.path.dirname(os.path.abspath(__file__))


class Program:
    def __init__(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.text = json.loads(self.process.stdout.readline())

    def ask(self, command):
        self.process.stdin.write(command + '\n')
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            sys.exit(f'{self.process.args[0]} ended at "{command}"')
        return json.loads(line)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait()


def ours(tokenizer, text=options.text, megabytes=options.mb):
    return Program([options.ours, 'tokenizers', text, tokenizer, str(megabytes)])


def peer(tokenizer):
    return Program(['node', os.path.join(here, 'peer.mjs'), options.peer, options.text, tokenizer, str(options.mb)])


def cold(tokenizer, command, loads):
    with ours(tokenizer) as program:
        loads.append(program.text['first_load_s'])
        return program.ask(command)['cpu_s']


def first_load(tokenizer):
    with peer(tokenizer) as program:
        return program.text['first_load_s']


lines = []


def say(line=''):
    print(line, flush=True)
    lines.append(line)


def version(command):
    return subprocess.run(command, capture_output=True, text=True).stdout.strip()


def processor():
    name = next((line.split(':')[1].strip() for line in open('/proc/cpuinfo') if line.startswith('model name')), platform.machine())
    return f'{name}, {os.cpu_count()} processors'


package = json.load(open(os.path.join(options.peer, 'node_modules', 'tokenizers', 'package.json')))
say(f'## {os.path.basename(options.text)}, {options.mb or "all"} MB, {datetime.datetime.now(datetime.timezone.utc):%Y-%m-%d %H:%M} UTC')
say()
say(f'{processor()}; load {os.getloadavg()[0]:.1f} at the start; .NET {version(["dotnet", "--version"])}; peer: npm tokenizers {package["version"]}, '
    f'node {version(["node", "--version"])}. MB (10^6 bytes) a CPU second; {options.rounds} rounds.')
say()
say('| tokenizer | handed over | peer | ids, cold | ids, warm | offsets, cold | offsets, warm | x ids cold | x ids warm | x offsets cold | x offsets warm | loading, ms: peer | ours | x | first loading of a process, ms: peer | ours | x |')
say('|' + '---|' * 17)
ordinary = {}
for tokenizer in options.tokenizers:
    name = os.path.basename(os.path.normpath(tokenizer))
    with ours(tokenizer) as mine, peer(tokenizer) as theirs:
        size = mine.text['bytes'] / 1e6
        for shape, given, taken in [('batches', 'lines', 'batches')] + ([('lines', 'lines', 'lines'), ('documents', 'documents', 'documents')] if options.shapes else []):
            kinds = [f'{form} {given}' for form in ('ids', 'offsets')]
            for kind in kinds * 2:
                mine.ask(kind)
            theirs.ask(taken)
            times = {'peer': [], 'load': [], 'peer load': [], 'first': [], 'peer first': []}
            for _ in range(options.rounds):
                times['peer'].append(theirs.ask(taken)['cpu_s'])
                for kind in kinds:
                    times.setdefault('cold ' + kind, []).append(cold(tokenizer, kind, loads := []))
                    if kind == 'ids lines':
                        times['first'] += loads
                    times.setdefault('warm ' + kind, []).append(mine.ask(kind)['cpu_s'])
                if shape == 'batches':
                    times['peer first'].append(first_load(tokenizer))
                    for _ in range(3):
                        times['peer load'].append(theirs.ask('load')['cpu_s'])
                        times['load'].append(mine.ask('load x')['cpu_s'])
                    for kind in kinds:
                        mine.ask(kind)  # its memory of words is empty after loading
            median = lambda key: statistics.median(times[key])
            ratio = lambda key, base='peer': statistics.median(b / a for a, b in zip(times[key], times[base]))
            columns = [f'{state} {kind}' for kind in kinds for state in ('cold', 'warm')]
            row = [name, shape, f'{size / median("peer"):.2f}'] + [f'{size / median(key):.0f}' for key in columns] + [f'{ratio(key):.1f}' for key in columns]
            row += [f'{median("peer load") * 1e3:.0f}', f'{median("load") * 1e3:.0f}', f'{ratio("load", "peer load"):.1f}',
                    f'{median("peer first") * 1e3:.0f}', f'{median("first") * 1e3:.0f}', f'{ratio("first", "peer first"):.1f}'] if shape == 'batches' else [''] * 6
            say('| ' + ' | '.join(row) + ' |')
            if shape == 'batches':
                ordinary[name] = median('cold ids lines') / mine.text['bytes'] * 1e9

if options.worst:
    draw = random.Random(1)
    marks = b'!@#$%^&*()-=+[]{};:,.<>/?'
    with tempfile.TemporaryDirectory() as folder:
        import gzip
        raw = (gzip.open if options.text.endswith('.gz') else open)(options.text, 'rb').read(20_000_000)
        cases = {
            'without a space': bytes(raw.translate(None, b' \n\r\t.,;:!?\'"()-'))[:10_000_000],
            'one letter': b'a' * 10_000_000,
            'one mark': b'-' * 10_000_000,
            'spaces': b' ' * 10_000_000,
            'drawn marks': bytes(draw.choices(marks, k=10_000_000)),
            'random bytes': draw.randbytes(10_000_000),
        }
        say()
        say('Worst cases, one text of 10 MB, ids, nanoseconds a byte (the first, cold pass; times the cold pass over the text above):')
        say()
        say('| tokenizer | the text above | ' + ' | '.join(cases) + ' |')
        say('|---|---|' + '---|' * len(cases))
        for tokenizer in options.tokenizers:
            name = os.path.basename(os.path.normpath(tokenizer))
            row = [name, f'{ordinary[name]:.0f}']
            for case, text in cases.items():
                path = os.path.join(folder, 'text.txt')
                with open(path, 'wb') as file:
                    file.write(text)
                with ours(tokenizer, path, 0) as program:
                    spent = program.ask('ids whole')['cpu_s'] / len(text) * 1e9
                row.append(f'{spent:.0f} ({spent / ordinary[name]:.1f} x)')
            say('| ' + ' | '.join(row) + ' |')

say()
say(f'Load {os.getloadavg()[0]:.1f} at the end.')
say()
if options.write:
    with open(options.write, 'a') as file:
        file.write('\n'.join(lines) + '\n')
