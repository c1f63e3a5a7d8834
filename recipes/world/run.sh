#!/usr/bin/env bash
# Makes the fixtures of the known-answer world again: recipes/world/run.sh [DIRECTORY]
# Needs the .NET SDK and fastText (Debian's `fasttext`, 0.9.2). Without a directory the fixtures are made in a temporary
# one and compared with the committed ones; with one they are left there. About 15 minutes of one core, nearly all of it fastText.
set -euo pipefail
cd "$(dirname "$0")/../.."
fixtures=src/Calque/World/Fixtures
out=${1:-$(mktemp -d)}
dotnet run recipes/world/write-world.cs "$out"
for language in a b; do
  fasttext skipgram -input "$out/words/$language.txt" -output "$out/vectors/$language-trained" \
    -dim 24 -minn 4 -maxn 4 -bucket 4000 -epoch 25 -minCount 5 -ws 5 -neg 10 -lr 0.1 -thread 1 -seed 1 -verbose 0
done

status=0
compare() { cmp "$1" "$2" && echo "same: $2" || status=1; }
(cd "$out" && sha256sum text/*.txt words/*.txt topics/*.tsv tags/*.tsv dictionaries/*.tsv vectors/?.vec) > "$out/SHA256SUMS"
compare "$out/SHA256SUMS" $fixtures/SHA256SUMS
compare "$out/dictionaries/a-b.tsv" $fixtures/a-b.tsv
for tokenizer in a-wordpiece a-bytelevel b-bytelevel; do
  for file in tokenizer.json tokenizer_config.json special_tokens_map.json; do
    compare "$out/tokenizers/$tokenizer/$file" $fixtures/tokenizers/$tokenizer/$file
  done
done
for language in a b; do
  cmp "$out/vectors/$language-trained.bin" $fixtures/$language.bin && echo "same: $language.bin" \
    || echo "$language.bin: fastText's last bits differ between processors; compare the share that calque demo gets right"
done
exit $status
