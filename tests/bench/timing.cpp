#include "bench/timing.hpp"

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <thread>

#if defined(__GLIBC__)
#include <malloc.h>
#endif

#include "bench/network_kernel.hpp"

namespace hegemon::bench {
namespace {

/// Some 40 ms in registers alone.
void work_in_registers() {
    Xoshiro256 random(1);
    std::uint64_t sum = 0;
    for (int i = 0; i < 40'000'000; ++i) sum += random.next();
    [[maybe_unused]] const volatile std::uint64_t used = sum;  // else the compiler leaves the loop out
}

/// The value at `share` of the way through sorted values.
double quantile(const std::vector<double>& sorted, double share) {
    const double at = share * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(at);
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    return sorted[below] + (at - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

}  // namespace

void keep_freed_memory() {
#if defined(__GLIBC__)
    constexpr int mebibytes = 1024 * 1024;
    mallopt(M_TRIM_THRESHOLD, 256 * mebibytes);
    mallopt(M_MMAP_THRESHOLD, 4 * mebibytes);
#endif
}

double seconds_of(const std::function<void()>& work) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

double cores_free_now() {
    const double one = seconds_of(work_in_registers);
    const double two = seconds_of([] {
        const std::jthread other(work_in_registers);
        work_in_registers();
    });
    return 2 * one / two;
}

Spread spread_of(std::vector<double> values) {
    if (values.empty()) throw std::invalid_argument("no values, no median");
    std::sort(values.begin(), values.end());
    return {quantile(values, 0.5), quantile(values, 0.25), quantile(values, 0.75)};
}

Spread ratio_of(const std::vector<double>& values, const std::vector<double>& references) {
    std::vector<double> ratios;
    for (std::size_t round = 0; round < values.size(); ++round) ratios.push_back(values[round] / references.at(round));
    return spread_of(ratios);
}

}  // namespace hegemon::bench
