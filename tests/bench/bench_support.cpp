// What of the benchmark does without Google Benchmark, for the tests of this folder.
#include "bench/network_kernel.cpp"
#include "bench/page.cpp"
#include "bench/part.cpp"
#include "bench/report.cpp"
#include "bench/timing.cpp"
