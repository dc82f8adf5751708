/// Which table of kernels is used.
#include <atomic>

#include "language/kernels.hpp"

namespace hegemon {

namespace baseline {
extern const Kernels table;
}
#ifdef HEGEMON_X86
namespace avx2 {
extern const Kernels table;
}
namespace avx512 {
extern const Kernels table;
}
#endif

namespace {

/// The one place that says which; every set gives the same bits, so that nothing but time depends on it.
std::atomic<const Kernels*>& chosen() {
    static std::atomic<const Kernels*> table = available_kernels().back();
    return table;
}

}  // namespace

std::vector<const Kernels*> available_kernels() {
    std::vector<const Kernels*> tables = {&baseline::table};
#ifdef HEGEMON_X86
    if (__builtin_cpu_supports("avx2")) tables.push_back(&avx2::table);
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl"))
        tables.push_back(&avx512::table);
#endif
    return tables;
}

const Kernels& kernels() { return *chosen(); }

void use_kernels(const Kernels& table) { chosen() = &table; }

}  // namespace hegemon
