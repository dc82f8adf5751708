#pragma once
/// The loops of a table of kernels: included by one translation unit for each set of instructions, which says in
/// HEGEMON_KERNELS what its namespace is. All but the table has internal linkage and all that it calls is forced
/// inline, so that the linker has no copy to share between units with different instructions.
#include "core/math.hpp"
#include "core/philox.hpp"
#include "language/kernels.hpp"
#include "language/kernels_draws.hpp"
#include "language/kernels_hash.hpp"
#include "language/kernels_scans.hpp"
#include "language/kernels_sums.hpp"
#include "language/kernels_together.hpp"

// Rows may be written over one of their operands, element for element: that is no dependence between iterations.
#if defined(__clang__)
#define HEGEMON_VECTORIZE _Pragma("clang loop vectorize(assume_safety)")
#else
#define HEGEMON_VECTORIZE _Pragma("GCC ivdep") _Pragma("GCC unroll 2")
#endif

namespace hegemon::HEGEMON_KERNELS {
namespace {

struct Negate {
    static double of(double a) { return -a; }
};
struct Not {
    static double of(double a) { return 1 - a; }
};
struct Sqrt {
    static double of(double a) { return math::sqrt(a); }
};
struct Abs {
    static double of(double a) { return math::abs(a); }
};
struct Logit {
    static double of(double a) { return math::logit(a); }
};
struct NormalQuantile {
    static double of(double a) { return math::normal_quantile(a); }
};
struct Add {
    static double of(double a, double b) { return a + b; }
};
struct Sub {
    static double of(double a, double b) { return a - b; }
};
struct Mul {
    static double of(double a, double b) { return a * b; }
};
struct Div {
    static double of(double a, double b) { return a / b; }
};
struct Pow {
    static double of(double a, double b) { return math::pow(a, b); }
};
struct Min {
    static double of(double a, double b) { return math::min(a, b); }
};
struct Max {
    static double of(double a, double b) { return math::max(a, b); }
};
struct Less {
    static double of(double a, double b) { return a < b ? 1 : 0; }
};
struct LessEqual {
    static double of(double a, double b) { return a <= b ? 1 : 0; }
};
struct Equal {
    static double of(double a, double b) { return a == b ? 1 : 0; }
};
struct NotEqual {
    static double of(double a, double b) { return a != b ? 1 : 0; }
};
// Truths are exactly 0 or 1.
struct And {
    static double of(double a, double b) { return a * b; }
};
struct Or {
    static double of(double a, double b) { return a > b ? a : b; }
};
struct Select {
    static double of(double a, double b, double c) { return a != 0 ? b : c; }
};
struct MulAdd {
    static double of(double a, double b, double c) { return a * b + c; }
};
struct MulSub {
    static double of(double a, double b, double c) { return a * b - c; }
};
struct SubMul {
    static double of(double a, double b, double c) { return c - a * b; }
};
struct AddMul {
    static double of(double a, double b, double c) { return (a + b) * c; }
};
struct SubTimes {
    static double of(double a, double b, double c) { return (a - b) * c; }
};
struct DivSum {
    static double of(double a, double b, double c) { return a / (b + c); }
};

/// Value of lane i of a row at `p`; `one` is its value if it has one for all lanes.
template <bool Each>
inline double at(const double* p, double one, std::size_t i) {
    if constexpr (Each)
        return p[i];
    else
        return one;
}

template <class F, bool A>
void unary(double* out, const View* v, std::size_t rows, std::size_t lanes) {
    for (std::size_t r = 0; r < rows; ++r, out += lanes) {
        const double* a = v[0].row(r);
        const double a0 = *a;
        if constexpr (!A) {
            const double value = F::of(a0);
            for (std::size_t i = 0; i < lanes; ++i) out[i] = value;
        } else {
            HEGEMON_VECTORIZE
            for (std::size_t i = 0; i < lanes; ++i) out[i] = F::of(a[i]);
        }
    }
}

/// Some values on their way through a function in steps.
struct OnTheWay {
    static constexpr std::size_t most = 64;
    double a[most], b[most], c[most];
};

/// `step`: (index, Handed) -> Handed.
template <class Step>
[[gnu::always_inline]] inline void take_step(OnTheWay& values, std::size_t count, const Step& step) {
    HEGEMON_VECTORIZE
    for (std::size_t i = 0; i < count; ++i) {
        const math::Handed handed = step(i, math::Handed{values.a[i], values.b[i], values.c[i]});
        values.a[i] = handed.a;
        values.b[i] = handed.b;
        values.c[i] = handed.c;
    }
}

/// math::value_of, each step in a loop of its own: the whole is one long chain of operations, of which a processor
/// cannot hold several.
template <class Steps>
[[gnu::always_inline]] inline void in_steps(double* out, const double* x, std::size_t lanes, Steps steps) {
    using math::Handed;
    OnTheWay values;
    for (std::size_t from = 0; from < lanes; from += OnTheWay::most, x += OnTheWay::most, out += OnTheWay::most) {
        const std::size_t count = lanes - from < OnTheWay::most ? lanes - from : OnTheWay::most;
        take_step(values, count, [&](std::size_t i, Handed) { return steps.first(x[i]); });
        if constexpr (requires { steps.second(*x, Handed{}); })
            take_step(values, count, [&](std::size_t i, Handed handed) { return steps.second(x[i], handed); });
        if constexpr (requires { steps.third(*x, Handed{}); })
            take_step(values, count, [&](std::size_t i, Handed handed) { return steps.third(x[i], handed); });
        HEGEMON_VECTORIZE
        for (std::size_t i = 0; i < count; ++i)
            out[i] = steps.last(x[i], Handed{values.a[i], values.b[i], values.c[i]});
    }
}

/// As unary, of a function in steps.
template <class Steps, bool A>
void unary_in_steps(double* out, const View* v, std::size_t rows, std::size_t lanes) {
    for (std::size_t r = 0; r < rows; ++r, out += lanes) {
        const double* a = v[0].row(r);
        if constexpr (A) {
            in_steps(out, a, lanes, Steps{});
        } else {
            const double value = math::value_of(Steps{}, *a);
            for (std::size_t i = 0; i < lanes; ++i) out[i] = value;
        }
    }
}

template <class F, bool A, bool B>
void binary(double* out, const View* v, std::size_t rows, std::size_t lanes) {
    for (std::size_t r = 0; r < rows; ++r, out += lanes) {
        const double* a = v[0].row(r);
        const double* b = v[1].row(r);
        const double a0 = *a;
        const double b0 = *b;
        HEGEMON_VECTORIZE
        for (std::size_t i = 0; i < lanes; ++i) out[i] = F::of(at<A>(a, a0, i), at<B>(b, b0, i));
    }
}

template <class F, bool A, bool B, bool C>
void ternary(double* out, const View* v, std::size_t rows, std::size_t lanes) {
    for (std::size_t r = 0; r < rows; ++r, out += lanes) {
        const double* a = v[0].row(r);
        const double* b = v[1].row(r);
        const double* c = v[2].row(r);
        const double a0 = *a;
        const double b0 = *b;
        const double c0 = *c;
        HEGEMON_VECTORIZE
        for (std::size_t i = 0; i < lanes; ++i) out[i] = F::of(at<A>(a, a0, i), at<B>(b, b0, i), at<C>(c, c0, i));
    }
}

/// x[i]^y for one exponent, which says the way for all of them (core/math_power.hpp).
void power_row(double* out, const double* x, double y, std::size_t lanes) {
    if (math::is_integer_exponent(y)) {
        const auto n = static_cast<int>(y);
        for (std::size_t i = 0; i < lanes; ++i) out[i] = math::pow_integer(x[i], n);
    } else if (y == 0.5) {
        HEGEMON_VECTORIZE
        for (std::size_t i = 0; i < lanes; ++i) out[i] = math::pow_half(x[i]);
    } else if (math::pieces::is_integer(y < 0 ? -y : y)) {  // beyond 64: rare
        for (std::size_t i = 0; i < lanes; ++i) out[i] = math::pow_general(x[i], y);
    } else {
        in_steps(out, x, lanes, math::FractionPowerSteps{y});
    }
}

/// Powers with an exponent that is the same in all lanes.
void power_by_one(double* out, const View* v, std::size_t rows, std::size_t lanes) {
    for (std::size_t r = 0; r < rows; ++r, out += lanes) power_row(out, v[0].row(r), *v[1].row(r), lanes);
}

template <class F>
Kernel unary_for(unsigned each) {
    return (each & 1U) != 0 ? unary<F, true> : unary<F, false>;
}

template <class Steps>
Kernel in_steps_for(unsigned each) {
    return (each & 1U) != 0 ? unary_in_steps<Steps, true> : unary_in_steps<Steps, false>;
}

template <class F>
Kernel binary_for(unsigned each) {
    constexpr Kernel table[] = {binary<F, false, false>, binary<F, true, false>, binary<F, false, true>,
                                binary<F, true, true>};
    return table[each & 3U];
}

template <class F>
Kernel ternary_for(unsigned each) {
    constexpr Kernel table[] = {ternary<F, false, false, false>, ternary<F, true, false, false>,
                                ternary<F, false, true, false>,  ternary<F, true, true, false>,
                                ternary<F, false, false, true>,  ternary<F, true, false, true>,
                                ternary<F, false, true, true>,   ternary<F, true, true, true>};
    return table[each & 7U];
}

Kernel kernel_for(Op op, unsigned each) {
    switch (op) {
        case Op::negate:
            return unary_for<Negate>(each);
        case Op::not_:
            return unary_for<Not>(each);
        case Op::exp:
            return in_steps_for<math::ExpSteps>(each);
        case Op::log:
            return in_steps_for<math::LogSteps>(each);
        case Op::log10:
            return in_steps_for<math::Log10Steps>(each);
        case Op::sqrt:
            return unary_for<Sqrt>(each);
        case Op::abs:
            return unary_for<Abs>(each);
        case Op::tanh:
            return in_steps_for<math::TanhSteps>(each);
        case Op::logistic:
            return in_steps_for<math::LogisticSteps>(each);
        case Op::logit:
            return unary_for<Logit>(each);
        case Op::normal_quantile:
            return unary_for<NormalQuantile>(each);
        case Op::add:
            return binary_for<Add>(each);
        case Op::sub:
            return binary_for<Sub>(each);
        case Op::mul:
            return binary_for<Mul>(each);
        case Op::div:
            return binary_for<Div>(each);
        case Op::pow:
            return each == 1 ? power_by_one : binary_for<Pow>(each);
        case Op::min:
            return binary_for<Min>(each);
        case Op::max:
            return binary_for<Max>(each);
        case Op::less:
            return binary_for<Less>(each);
        case Op::less_equal:
            return binary_for<LessEqual>(each);
        case Op::equal:
            return binary_for<Equal>(each);
        case Op::not_equal:
            return binary_for<NotEqual>(each);
        case Op::and_:
            return binary_for<And>(each);
        case Op::or_:
            return binary_for<Or>(each);
        case Op::select:
            return ternary_for<Select>(each);
        case Op::mul_add:
            return ternary_for<MulAdd>(each);
        case Op::mul_sub:
            return ternary_for<MulSub>(each);
        case Op::sub_mul:
            return ternary_for<SubMul>(each);
        case Op::add_mul:
            return ternary_for<AddMul>(each);
        case Op::sub_times:
            return ternary_for<SubTimes>(each);
        case Op::div_sum:
            return ternary_for<DivSum>(each);
        default:
            break;
    }
    return nullptr;  // no elementwise operation
}

void copy_rows(double* out, const View& from, std::size_t rows, std::size_t lanes) {
    if (lanes == 1) {
        for (std::size_t r = 0; r < rows; ++r) out[r] = *from.row(r);
        return;
    }
    for (std::size_t r = 0; r < rows; ++r, out += lanes) {
        const double* row = from.row(r);
        const double one = *row;
        const bool each = from.lanes == View::Lanes::each;
        HEGEMON_VECTORIZE
        for (std::size_t i = 0; i < lanes; ++i) out[i] = each ? row[i] : one;
    }
}

}  // namespace

extern const Kernels table;
const Kernels table = {HEGEMON_KERNELS_NAME, kernel_for,     copy_rows,    reduce_sum,     reduce_products,
                       reduce_quotients,     sums_together,  pack_columns, reduce_extreme, block_moments,
                       uniform_rows,         any_not_finite, any_outside,  any_positive,   list_near,
                       clamp_values,         hash_rows};

}  // namespace hegemon::HEGEMON_KERNELS
