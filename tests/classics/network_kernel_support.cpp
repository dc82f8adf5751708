// The benchmark's kernels, compiled once more for the tests of this folder: what measures must itself be right.
#include "bench/hand_kernel.cpp"
#include "bench/network_data.cpp"
#include "bench/network_kernel.cpp"
