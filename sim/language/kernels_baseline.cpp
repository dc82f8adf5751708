/// Kernels for what every processor has.
#define HEGEMON_KERNELS baseline
#define HEGEMON_KERNELS_NAME "baseline"
#include "language/kernels_loops.hpp"
