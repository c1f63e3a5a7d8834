# Prints "reason<tab>test" for each skipped test of one .trx file.
/<UnitTestResult / {
  skipping = /outcome="NotExecuted"/
  if (match($0, /testName="[^"]*"/)) name = substr($0, RSTART + 10, RLENGTH - 11)
}
skipping && /<Message>|<StdOut>/ {
  reason = $0
  gsub(/^.*<(Message|StdOut)>|<\/(Message|StdOut)>.*$/, "", reason)
  gsub(/&quot;/, "\"", name)
  print reason "\t" name
  skipping = 0
}
