// The same bits from every compiler, optimisation and instruction set: golden hashes over many arguments, which each
// build of this test must meet, and loops compiled for wider vectors next to the scalar call.
#include <catch2/catch.hpp>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/math.hpp"
#include "core/state_hash.hpp"
#include "oracle.hpp"

namespace math = hegemon::math;
using oracle::Stream;

namespace {

constexpr std::size_t count = 20'003;  // not a multiple of any vector's width

using Loop = void (*)(double*, const double*, const double*, std::size_t);

// Each function as a plain loop, for three instruction sets.
#define HEGEMON_LOOP_BODY(call)                     \
    {                                               \
        for (std::size_t i = 0; i < n; ++i) {       \
            [[maybe_unused]] const double y = b[i]; \
            const double x = a[i];                  \
            out[i] = (call);                        \
        }                                           \
    }
#ifdef __clang__
#define HEGEMON_FAST
#define HEGEMON_AVX512 "avx512f,avx512dq,avx512vl,fma"
#else
#define HEGEMON_FAST __attribute__((optimize("O3,no-trapping-math,no-math-errno")))
#define HEGEMON_AVX512 "avx512f,avx512dq,avx512vl,fma,prefer-vector-width=512"
#endif
#define HEGEMON_LOOPS(name, call)                                                                                  \
    void name##_base(double* out, const double* a, const double* b, std::size_t n) HEGEMON_LOOP_BODY(call)         \
        HEGEMON_FAST void name##_fast(double* out, const double* a, const double* b, std::size_t n)                \
            HEGEMON_LOOP_BODY(call) HEGEMON_FAST __attribute__((target("avx2,fma"))) void name##_avx2(             \
                double* out, const double* a, const double* b, std::size_t n) HEGEMON_LOOP_BODY(call) HEGEMON_FAST \
        __attribute__((target(HEGEMON_AVX512))) void name##_avx512(double* out, const double* a, const double* b,  \
                                                                   std::size_t n) HEGEMON_LOOP_BODY(call)

HEGEMON_LOOPS(exp, math::exp(x))
HEGEMON_LOOPS(exp2, math::exp2(x))
HEGEMON_LOOPS(log, math::log(math::abs(x)))
HEGEMON_LOOPS(log10, math::log10(math::abs(x)))
HEGEMON_LOOPS(tanh, math::tanh(x))
HEGEMON_LOOPS(logistic, math::logistic(x))
HEGEMON_LOOPS(logit, math::logit(math::abs(x)))
HEGEMON_LOOPS(min, math::min(x, y))
HEGEMON_LOOPS(max, math::max(x, y))
HEGEMON_LOOPS(pow, math::pow(math::abs(x), y))
HEGEMON_LOOPS(pow_select, math::pow_select(math::abs(x), y))
HEGEMON_LOOPS(pow_general, math::pow_general(x, y))
HEGEMON_LOOPS(pow_integer, math::pow_integer(x, -3))
HEGEMON_LOOPS(normal_quantile, math::normal_quantile(math::abs(x)))

struct Case {
    std::string name;
    std::uint64_t golden;
    Loop base, fast, avx2, avx512;
};
#define HEGEMON_CASE(name, golden) \
    Case { #name, golden, name##_base, name##_fast, name##_avx2, name##_avx512 }

const std::vector<Case>& cases() {
    static const std::vector<Case> all{
        HEGEMON_CASE(exp, 0x03a6b291a24bf94cu),         HEGEMON_CASE(exp2, 0x9ce2f93006b905e1u),
        HEGEMON_CASE(log, 0xcd2f996c25b000bfu),         HEGEMON_CASE(log10, 0x279f82d7111dd365u),
        HEGEMON_CASE(tanh, 0x31a2067858e30e43u),        HEGEMON_CASE(logistic, 0x2c7927bf20eff2bbu),
        HEGEMON_CASE(logit, 0xd0bdbdeae121b69au),       HEGEMON_CASE(min, 0xe01dba4e545f6dadu),
        HEGEMON_CASE(max, 0xaf9c4ba54989aa40u),         HEGEMON_CASE(pow, 0xaed13063c20ce18du),
        HEGEMON_CASE(pow_select, 0xaed13063c20ce18du),  HEGEMON_CASE(pow_general, 0x156bce9f61e3e3ccu),
        HEGEMON_CASE(pow_integer, 0x86ad39be85b18f06u), HEGEMON_CASE(normal_quantile, 0x4dc3baa6dfb8910eu),
    };
    return all;
}

/// Arguments of three kinds: usual ones, wide ones, any bits at all.
std::vector<double> arguments(std::uint32_t which) {
    Stream stream(which);
    std::vector<double> x;
    while (x.size() < count) {
        x.push_back(stream.between(-1, 1));
        x.push_back(stream.between(-800, 800));
        x.push_back(stream.any_number());
    }
    x.resize(count);
    return x;
}

/// In which every NaN counts as the same.
std::uint64_t fingerprint(const std::vector<double>& values) {
    std::uint64_t hash = 0;
    for (std::size_t i = 0; i < values.size(); ++i)
        hegemon::hash_row(&hash, &values[i], 1, hegemon::column_row_key(1, i));
    return hegemon::mix(hash);
}

std::uint64_t run(Loop loop) {
    const std::vector<double> a = arguments(31), b = arguments(32);
    std::vector<double> out(count);
    loop(out.data(), a.data(), b.data(), count);
    return fingerprint(out);
}

}  // namespace

TEST_CASE("every function has the bits it had when its hash was written down, on every compiler") {
    for (const Case& each : cases()) {
        INFO(each.name << " 0x" << std::hex << run(each.base));
        CHECK(run(each.base) == each.golden);
    }
}

TEST_CASE("vector code has the bits of scalar code, for SSE2, AVX2 and AVX-512") {
    for (const Case& each : cases()) {
        INFO(each.name);
        CHECK(run(each.fast) == run(each.base));
        if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) CHECK(run(each.avx2) == run(each.base));
        if (__builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq")) {
            CHECK(run(each.avx512) == run(each.base));
        }
    }
}
