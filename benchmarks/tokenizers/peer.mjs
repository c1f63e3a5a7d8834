// The public Rust library through its npm package, one native thread; answers one repetition for each line of input:
//   node peer.mjs <folder with node_modules/tokenizers> <text[.gz]> <tokenizer folder> [megabytes]
// Commands: "batches" (1,000 lines a call), "lines" (one a call), "documents" (100 kB a call), "load". The binding makes offsets and an
// object for each text in every case; there is no call for ids alone.
process.env.UV_THREADPOOL_SIZE = '1'; process.env.RAYON_NUM_THREADS = '1'; process.env.TOKENIZERS_PARALLELISM = 'false';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { join, resolve } from 'node:path';

const [modules, textPath, tokenizerPath, megabytes] = process.argv.slice(2);
const { Tokenizer } = createRequire(resolve(modules, 'x.js'))('tokenizers');
const read = path => path.endsWith('.gz') ? gunzipSync(readFileSync(path)) : readFileSync(path);
const json = read(['tokenizer.json', 'tokenizer.json.gz'].map(name => join(tokenizerPath, name)).find(existsSync)).toString('utf8');

let bytes = read(textPath);
const most = Number(megabytes ?? 0) * 1e6;
if (most > 0 && bytes.length > most) { const end = bytes.indexOf(10, most); bytes = end < 0 ? bytes : bytes.subarray(0, end + 1); }
const lines = bytes.toString('utf8').split('\n').filter(line => line.length > 0);
const batches = []; for (let i = 0; i < lines.length; i += 1000) batches.push(lines.slice(i, i + 1000));
const documents = []; { let part = [], size = 0; for (const line of lines) { part.push(line); size += line.length; if (size >= 1e5) { documents.push(part.join('\n')); part = []; size = 0; } } if (part.length) documents.push(part.join('\n')); }

const load = () => { const made = Tokenizer.fromString(json); made.disableTruncation(); made.disablePadding(); return made; };
const start = process.cpuUsage();
let tokenizer = load();
const first = process.cpuUsage(start);
const options = { addSpecialTokens: false };
console.log(JSON.stringify({ bytes: bytes.length, lines: lines.length, first_load_s: (first.user + first.system) / 1e6 }));
for await (const command of createInterface({ input: process.stdin })) {
  const before = process.cpuUsage();
  if (command === 'load') tokenizer = load();
  else if (command === 'batches') for (const batch of batches) await tokenizer.encodeBatch(batch, options);
  else if (command === 'lines') for (const line of lines) await tokenizer.encode(line, null, options);
  else if (command === 'documents') for (const document of documents) await tokenizer.encode(document, null, options);
  const spent = process.cpuUsage(before);
  console.log(JSON.stringify({ cpu_s: (spent.user + spent.system) / 1e6 }));
}
