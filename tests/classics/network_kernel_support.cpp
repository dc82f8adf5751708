// The benchmark's kernel, compiled once more for the tests of this folder: what measures must itself be right.
#include "bench/network_data.cpp"
#include "bench/network_kernel.cpp"
