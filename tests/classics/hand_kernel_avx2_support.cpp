// The benchmark's kernel by hand, compiled once more for the tests of this folder; its flags are in
// tests/CMakeLists.txt.
#include "bench/hand_kernel_avx2.cpp"
