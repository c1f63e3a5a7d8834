# Prints "passed failed skipped" of one .trx file, counted result by result.
/<UnitTestResult / {
  if (match($0, /outcome="[A-Za-z]*"/)) {
    outcome = substr($0, RSTART + 9, RLENGTH - 10)
    if (outcome == "Passed") passed++
    else if (outcome == "NotExecuted") skipped++
    else failed++
  }
}
END { printf "%d %d %d\n", passed, failed, skipped }
