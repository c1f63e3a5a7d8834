// Encodes texts with the public library (npm package "tokenizers" 0.23.2) and compares ids and tokens with the lines that
// `calque tokenizer encode` wrote.
//   node compare-ids.cjs TOKENIZER.json TEXTS.jsonl ENCODED.jsonl
// TEXTS: a JSON object {"text": …} a line. ENCODED: {"ids": […], "tokens": […], …} a line. Ends with 1 where a line differs.
// A CommonJS module, so that NODE_PATH may name the folder with the package.
const { readFileSync } = require('node:fs');
const { Tokenizer } = require('tokenizers');

const lines = path => readFileSync(path, 'utf8').split('\n').filter(line => line !== '').map(line => JSON.parse(line));
const shown = 5;

async function main([tokenizerPath, textPath, encodedPath]) {
  const tokenizer = Tokenizer.fromFile(tokenizerPath);
  // calque tokenizer encode leaves what the file stores of these off, too.
  tokenizer.disableTruncation();
  tokenizer.disablePadding();
  const texts = lines(textPath);
  const encoded = lines(encodedPath);
  if (texts.length !== encoded.length) throw new Error(`${texts.length} texts, ${encoded.length} encoded lines`);
  let different = 0;
  let ids = 0;
  for (let i = 0; i < texts.length; i++) {
    const expected = await tokenizer.encode(texts[i].text, null, { addSpecialTokens: true });
    ids += expected.getLength();
    const same = JSON.stringify(expected.getIds()) === JSON.stringify(encoded[i].ids)
      && JSON.stringify(expected.getTokens()) === JSON.stringify(encoded[i].tokens);
    if (!same && different++ < shown) {
      console.error(`line ${i + 1}: ${JSON.stringify(texts[i].text)}`);
      console.error(`  tokenizers: ${JSON.stringify(expected.getIds())} ${JSON.stringify(expected.getTokens())}`);
      console.error(`  calque:     ${JSON.stringify(encoded[i].ids)} ${JSON.stringify(encoded[i].tokens)}`);
    }
  }
  console.log(JSON.stringify({ lines: texts.length, ids, different }));
  return different === 0 ? 0 : 1;
}

main(process.argv.slice(2)).then(code => { process.exitCode = code; }, error => {
  console.error(String(error));
  process.exitCode = 2;
});
