// Asks the public Rust library "tokenizers" (node package, 0.23.2) which code points its parts treat in which way, and
// writes the answers as JSON: the tables of its dependencies belong to several versions of Unicode, and what users'
// other tools run is the yardstick.
//   npm install tokenizers@0.23.2 && node probe.mjs probe.json
import { readFileSync, writeFileSync } from 'node:fs';
import { Tokenizer } from 'tokenizers';

const base = { version: '1.0', truncation: null, padding: null, added_tokens: [], normalizer: null, pre_tokenizer: null,
  post_processor: null, decoder: null, model: { type: 'WordLevel', vocab: { '[UNK]': 0 }, unk_token: '[UNK]' } };
const make = part => Tokenizer.fromString(JSON.stringify({ ...base, ...part }));
const all = [];
for (let c = 0; c <= 0x10FFFF; c++) if (c < 0xD800 || c > 0xDFFF) all.push(c);
const text = all.map(c => String.fromCodePoint(c)).join('');
const ranges = list => {
  const out = [];
  for (const c of list) {
    const last = out[out.length - 1];
    if (last && last[1] === c - 1) last[1] = c; else out.push([c, c]);
  }
  return out;
};

const UCD = '/usr/share/unicode/';
const aliases = readFileSync(UCD + 'PropertyValueAliases.txt', 'utf8').split('\n');
const scripts = aliases.filter(l => l.startsWith('sc ;')).map(l => l.split(';').map(x => x.trim().split(' ')[0]));
const binary = [...new Set(readFileSync(UCD + 'PropertyAliases.txt', 'utf8').split('# Binary Properties')[1].split('\n')
  .filter(l => l && !l.startsWith('#')).map(l => l.split(';').map(x => x.trim().split(' ')[0])[1]))];
const categories = 'Lu Ll Lt Lm Lo Mn Mc Me Nd Nl No Pc Pd Ps Pe Pi Pf Po Sm Sc Sk So Zs Zl Zp Cc Cf Co Cn'.split(' ');
const posix = 'alnum alpha blank cntrl digit graph lower print punct space upper word xdigit'.split(' ');

// The runs of characters that a pattern of the Oniguruma engine matches, by offsets in code points.
const regexClass = pattern => {
  const t = make({ pre_tokenizer: { type: 'Split', pattern: { Regex: `(?:${pattern})+` }, behavior: 'Removed', invert: true } });
  const out = [];
  for (const [, [start, end]] of t.getPreTokenizer().preTokenizeString(text)) for (let i = start; i < end; i++) out.push(all[i]);
  return ranges(out);
};
const properties = {};
const ask = (name, pattern) => { try { properties[name] = regexClass(pattern); } catch { console.error('not known:', name); } };
for (const c of categories) ask(c, `\\p{${c}}`);
for (const c of posix) ask(c, `[[:${c}:]]`);
for (const [name, p] of [['\\w', '\\w'], ['\\d', '\\d'], ['\\s', '\\s'], ['\\h', '\\h'], ['Any', '\\p{Any}']]) ask(name, p);
for (const s of [...scripts.map(x => x[2]), 'Garay', 'Gurung_Khema', 'Kirat_Rai', 'Ol_Onal', 'Sunuwar', 'Todhri', 'Tulu_Tigalari'])
  ask(s, `\\p{${s}}`);
for (const b of [...binary, 'Emoji', 'Emoji_Presentation', 'Emoji_Modifier', 'Emoji_Modifier_Base', 'Emoji_Component', 'Extended_Pictographic'])
  ask(b, `\\p{${b}}`);

// Components, a character at a time, each between letters where its neighbours could matter.
const pieces = (json, pick) => {
  const out = [];
  for (const [piece, [start, end]] of make({ pre_tokenizer: json }).getPreTokenizer().preTokenizeString(text))
    if (pick(piece)) for (let i = start; i < end; i++) out.push(all[i]);
  return ranges(out);
};
const complement = r => { const s = new Set(); for (const [a, b] of r) for (let c = a; c <= b; c++) s.add(c); return ranges(all.filter(c => !s.has(c))); };
const sets = {
  rust_word: pieces({ type: 'Whitespace' }, p => /[\p{L}\p{M}\p{Nd}\p{Nl}\p{Pc}\u200c\u200d\u24b6-\u24e9\u{1f130}-\u{1f149}\u{1f150}-\u{1f169}\u{1f170}-\u{1f189}]/u.test(p)),
  punctuation: complement(pieces({ type: 'Punctuation', behavior: 'Removed' }, () => true)),
  white: complement(pieces({ type: 'WhitespaceSplit' }, () => true)),
  digits: complement(pieces({ type: 'Split', pattern: { Regex: '[^\\s\\S]' }, behavior: 'Removed', invert: false }, () => false)),
};
delete sets.digits;
const perCharacter = json => {
  const n = make({ normalizer: json }).getNormalizer(), out = [];
  for (const c of all) {
    const x = String.fromCodePoint(c), y = n.normalizeString('a' + x + 'b');
    if (y !== 'a' + x + 'b') out.push([c, y.slice(1, -1)]);
  }
  return out;
};
const bert = o => ({ type: 'BertNormalizer', clean_text: false, handle_chinese_chars: false, strip_accents: false, lowercase: false, ...o });
sets.bert_removed = ranges(perCharacter(bert({ clean_text: true })).filter(x => x[1] === '').map(x => x[0]));
sets.bert_white = ranges(perCharacter(bert({ clean_text: true })).filter(x => x[1] === ' ').map(x => x[0]).concat([0x20]).sort((a, b) => a - b));
sets.bert_spaced = ranges(perCharacter(bert({ handle_chinese_chars: true })).map(x => x[0]));
sets.bert_accents = ranges(perCharacter(bert({ strip_accents: true })).filter(x => x[1] === '').map(x => x[0]));
sets.marks = ranges(perCharacter({ type: 'StripAccents' }).map(x => x[0]));
sets.digits = (() => {
  const out = [];
  for (const c of all) if (make.digits.preTokenizeString('x' + String.fromCodePoint(c)).length === 2) out.push(c);
  return ranges(out);
}).bind(null);
make.digits = make({ pre_tokenizer: { type: 'Digits', individual_digits: true } }).getPreTokenizer();
sets.digits = sets.digits();
const maps = { lowercase: perCharacter({ type: 'Lowercase' }) };
for (const type of ['NFC', 'NFD', 'NFKC', 'NFKD']) maps[type] = perCharacter({ type });

// Which marks the normalisation tables know: class > 230 or < 230 shows by the order beside U+0301 (230) and U+0334 (1).
const nfd = make({ normalizer: { type: 'NFD' } }).getNormalizer();
const moves = c => { const x = String.fromCodePoint(c); return (nfd.normalizeString('a\u0301' + x) !== 'a\u0301' + x ? 1 : 0) + (nfd.normalizeString('a' + x + '\u0334') !== 'a' + x + '\u0334' ? 2 : 0); };
const reorder = { before230: [], after1: [] };
for (const c of all) { const m = moves(c); if (m & 1) reorder.before230.push(c); if (m & 2) reorder.after1.push(c); }

// Scripts: neighbours of the same script stay together; characters of the script "Any" never part and never lead.
const sc = make({ pre_tokenizer: { type: 'UnicodeScripts' } }).getPreTokenizer();
const starts = s => sc.preTokenizeString(s).map(x => x[1][0]);
const any = new Set(all.filter(c => starts(String.fromCodePoint(c) + 'a')[0] !== 0 || starts('a' + String.fromCodePoint(c) + '\u0431').join() === '0,2'
  && starts('\u0431' + String.fromCodePoint(c) + 'a').join() === '0,2' && starts(String.fromCodePoint(c) + 'a')[0] === 1));
const named = all.filter(c => !any.has(c));
const cut = new Set(starts(named.map(c => String.fromCodePoint(c)).join('')));
const runs = [];
named.forEach((c, i) => { if (i === 0 || cut.has(i) || named[i - 1] !== c - 1) runs.push([c, c]); else runs[runs.length - 1][1] = c; });
const heads = [], scriptRuns = [];
for (const [a, b] of runs) {
  const x = String.fromCodePoint(a);
  let id = -1;
  if (heads.length) {
    const s = new Set(starts(heads.map(h => x + String.fromCodePoint(h)).join('')));
    id = heads.findIndex((h, i) => !s.has(2 * i + 1));
  }
  if (id < 0) { id = heads.length; heads.push(a); }
  scriptRuns.push([a, b, id]);
}

// Grapheme clusters: characters that join the letter before them, by a map that rewrites "a" and with it its cluster.
const trie = new Uint32Array(1024);   // a trie of the one key "a" with value 0
trie[0] = 1 << 10;                                     // root, offset 1: child at 1 ^ 97 = 96
trie[96] = 97 | 1 << 8 | (200 << 10);                  // label 'a', leaf flag, offset 200: value at 96 ^ 200
trie[96 ^ 200] = 0 | 1 << 31;
const size = Buffer.alloc(4); size.writeUInt32LE(trie.byteLength);
const blob = Buffer.concat([size, Buffer.from(trie.buffer), Buffer.from('X\0')]);
const pre = make({ normalizer: { type: 'Precompiled', precompiled_charsmap: blob.toString('base64') } }).getNormalizer();
sets.extends = ranges(all.filter(c => c !== 97 && pre.normalizeString('a' + String.fromCodePoint(c)) === 'X'));

writeFileSync(process.argv[2], JSON.stringify({ properties, sets, maps, reorder, any: ranges(any), scripts: scriptRuns, aliases: scripts }));
