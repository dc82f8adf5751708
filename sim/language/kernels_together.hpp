#pragma once
/// Some weighted sums over the same children in one pass, of a table of kernels: indexes and weights are read once, and
/// what is multiplied is multiplied while a division of another sum takes its time. See kernels_sums.hpp.
#include "language/kernels_sums.hpp"

namespace hegemon::HEGEMON_KERNELS {
namespace {

/// What the sums read and where they go: the share first, if there is one. `packed` with one lane.
template <bool HasShare, std::size_t Products>
struct Together {
    static constexpr std::size_t count = Products + (HasShare ? 1 : 0);

    Together(const Segments& segments, const View& weights, const WeightedSum* sums, PackedColumns packed_columns)
        : weight(weights.base), index(sums[0].column.index) {
        packed_row_0 = reinterpret_cast<std::uintptr_t>(packed_columns.values) -
                       packed_columns.first_row * packed_width * sizeof(double);
        for (std::size_t i = 0; i < count; ++i) {
            column[i] = sums[i].column.base;
            into[i] = sums[i].into;
        }
        if constexpr (HasShare) {
            a = OfParent(sums[0].a, segments).base;
            b = OfParent(sums[0].b, segments).base;
        }
    }
    const double* weight;
    const std::int32_t* index;
    std::uintptr_t packed_row_0;  ///< the address where row 0 would lie
    const double* a = nullptr;    ///< of parent 0
    const double* b = nullptr;
    const double* column[count];
    double* into[count];
};

template <class Number>
[[gnu::always_inline]] inline Number load(const double* from) {
    Number number;
    __builtin_memcpy(&number, from, sizeof number);
    return number;
}

/// Adds up, of one parent and from `lane` on, `Count` numbers that lie side by side: packs, or single ones.
template <bool EachWeight, class Number, std::size_t Count, bool HasShare, std::size_t Products>
[[gnu::always_inline]] inline void sum_side_by_side(const Together<HasShare, Products>& of, Children children,
                                                    std::size_t p, std::size_t lane, std::size_t lanes) {
    constexpr std::size_t width = sizeof(Number) / sizeof(double);  // NOLINT(bugprone-sizeof-expression)
    constexpr std::size_t count = Together<HasShare, Products>::count;
    Number sum[count][Count];  // set one by one: compilers make a slow call of clearing it, and of copying it
#pragma GCC unroll 4
    for (auto& of_packs : sum)
#pragma GCC unroll 4
        for (auto& number : of_packs) number = Number{};
    for (std::size_t child = children.from; child < children.to; ++child) {
        const double* weights = of.weight + (EachWeight ? child * lanes + lane : child);
        const std::size_t row = static_cast<std::uint32_t>(of.index[child]) * lanes + lane;
#pragma GCC unroll 4
        for (std::size_t k = 0; k < Count; ++k) {
            const std::size_t at = row + k * width;
            const Number weight = EachWeight ? load<Number>(weights + k * width) : *weights - Number{};
            if constexpr (HasShare) {
                const std::size_t own = p * lanes + lane + k * width;
                sum[0][k] += Share::of(weight, load<Number>(of.a + own), load<Number>(of.b + own),
                                       load<Number>(of.column[0] + at));
            }
#pragma GCC unroll 4
            for (std::size_t i = count - Products; i < count; ++i)
                sum[i][k] += weight * load<Number>(of.column[i] + at);
        }
    }
#pragma GCC unroll 4
    for (std::size_t i = 0; i < count; ++i)
#pragma GCC unroll 4
        for (std::size_t k = 0; k < Count; ++k)
            __builtin_memcpy(of.into[i] + p * lanes + lane + k * width, &sum[i][k], sizeof(Number));
}

template <bool EachWeight, bool HasShare, std::size_t Products>
[[gnu::noinline]] void sum_lanes_together(const Together<HasShare, Products>& of, const Segments& segments,
                                          std::size_t lanes) {
    for (std::size_t p = 0; p < segments.parents; ++p) {
        const auto children = children_of(segments, p);
        std::size_t lane = 0;
        for (; lane + 2 * pack_size <= lanes; lane += 2 * pack_size)
            sum_side_by_side<EachWeight, Pack, 2>(of, children, p, lane, lanes);
        for (; lane + pack_size <= lanes; lane += pack_size)
            sum_side_by_side<EachWeight, Pack, 1>(of, children, p, lane, lanes);
        for (; lane < lanes; ++lane) sum_side_by_side<EachWeight, double, 1>(of, children, p, lane, lanes);
    }
}

// With one lane, what is asked of one row lies side by side: to load it all and to exchange rows and columns takes half
// the time of loading number by number.

void pack_columns(double* packed, const WeightedSum* sums, std::size_t count, std::size_t begin, std::size_t end) {
    const auto column = [&](std::size_t i) { return sums[i < count ? i : 0].column.base + begin; };
    const std::size_t rows = end - begin;
    const std::size_t whole = rows - rows % side_by_side;
    for (std::size_t row = 0; row < whole; row += side_by_side) {
#pragma GCC unroll 2
        for (std::size_t first = 0; first < packed_width; first += side_by_side) {
            Few few[side_by_side];
#pragma GCC unroll 4
            for (std::size_t i = 0; i < side_by_side; ++i) few[i] = load_few(column(first + i) + row);
            transpose(few);
#pragma GCC unroll 4
            for (std::size_t i = 0; i < side_by_side; ++i) store_few(packed + (row + i) * packed_width + first, few[i]);
        }
    }
    for (std::size_t row = whole; row < rows; ++row)
        for (std::size_t i = 0; i < packed_width; ++i) packed[row * packed_width + i] = column(i)[row];
}

template <bool HasShare, std::size_t Products>
[[gnu::always_inline]] inline const double* packed_row(const Together<HasShare, Products>& of, std::size_t child) {
    constexpr std::size_t row_bytes = packed_width * sizeof(double);
    // A pointer to what may be before all that is packed is not allowed; a subtraction for each child takes 4 % longer.
    // NOLINTNEXTLINE(performance-no-int-to-ptr)
    return reinterpret_cast<const double*>(of.packed_row_0 + row_bytes * static_cast<std::uint32_t>(of.index[child]));
}

/// What one child of each of some neighbouring parents adds, the children `step` apart.
template <bool HasShare, std::size_t Products>
[[gnu::always_inline]] inline void add_child(const Together<HasShare, Products>& of, Few* sum, Few weight, Few a, Few b,
                                             std::size_t child, std::size_t step) {
    Few column[packed_width];
#pragma GCC unroll 2
    for (std::size_t first = 0; first < packed_width; first += side_by_side) {
        Few few[side_by_side];
#pragma GCC unroll 4
        for (std::size_t i = 0; i < side_by_side; ++i) few[i] = load_few(packed_row(of, child + i * step) + first);
        transpose(few);
#pragma GCC unroll 4
        for (std::size_t i = 0; i < side_by_side; ++i) column[first + i] = few[i];
    }
    if constexpr (HasShare) sum[0] += Share::of(weight, a, b, column[0]);
#pragma GCC unroll 4
    for (std::size_t i = HasShare ? 1 : 0; i < of.count; ++i) sum[i] += weight * column[i];
}

/// Asks for what will be needed, long before it is; `end`: of the children whose indexes are there.
template <bool HasShare, std::size_t Products>
[[gnu::always_inline]] inline void ask_for_later(const Together<HasShare, Products>& of, const Segments& segments,
                                                 std::size_t child, std::size_t count, std::size_t end) {
    for (std::size_t k = 0; k < count; k += line) {
        InOrder{of.weight}.ask_for(child + ahead + k);
        Indexed{of.weight, of.index}.ask_for(child + ahead + k);
    }
    constexpr std::size_t rows_ahead = 128;  // children: their indexes have come by then
    if (!segments.ask_for_rows || child + rows_ahead + count > end) return;
    for (std::size_t k = 0; k < count; ++k) __builtin_prefetch(packed_row(of, child + rows_ahead + k));
}

/// Parents [p, end), side by side; each has `count` children, the first of them all is `child`. One lane.
template <bool AskAhead, bool HasShare, std::size_t Products>
[[gnu::noinline]] void sum_alike_together(const Together<HasShare, Products> of, const Segments& segments,
                                          std::size_t p, std::size_t end, std::size_t child, std::size_t count) {
    const std::size_t children = segments.end - segments.begin;
    for (; p < end; p += side_by_side, child += side_by_side * count) {
        if constexpr (AskAhead) ask_for_later(of, segments, child, side_by_side * count, children);
        Few sum[of.count]{};
        const Few a = HasShare ? load_few(of.a + p) : Few{};
        const Few b = HasShare ? load_few(of.b + p) : Few{};
        for (std::size_t k = 0; k < count; ++k) {
            const Few weight = few_of([&](std::size_t i) { return of.weight[child + k + i * count]; });
            add_child(of, sum, weight, a, b, child + k, count);
        }
#pragma GCC unroll 4
        for (std::size_t i = 0; i < of.count; ++i) store_few(of.into[i] + p, sum[i]);
    }
}

template <bool HasShare, std::size_t Products>
[[gnu::noinline]] void sum_numbers_together(const Together<HasShare, Products>& of, const Segments& segments) {
    for (std::size_t p = 0; p < segments.parents;) {
        const std::size_t end = p + alike(segments, p);
        if (const std::size_t whole = (end - p) / side_by_side * side_by_side; whole > 0) {
            const auto children = children_of(segments, p);
            const std::size_t count = children.to - children.from;
            if (segments.ask_ahead)
                sum_alike_together<true>(of, segments, p, p + whole, children.from, count);
            else
                sum_alike_together<false>(of, segments, p, p + whole, children.from, count);
            p += whole;
        }
        for (; p < end; ++p) sum_side_by_side<true, double, 1>(of, children_of(segments, p), p, 0, 1);
    }
}

template <bool HasShare, std::size_t Products>
void sum_some(const Segments& segments, const View& weight, const WeightedSum* sums, PackedColumns packed,
              std::size_t lanes) {
    const Together<HasShare, Products> of(segments, weight, sums, packed);
    if (lanes == 1)
        sum_numbers_together(of, segments);
    else if (weight.lanes == View::Lanes::each)
        sum_lanes_together<true>(of, segments, lanes);
    else
        sum_lanes_together<false>(of, segments, lanes);
}

void sums_together(const Segments& segments, const View& weight, const WeightedSum* sums, std::size_t count,
                   PackedColumns packed, std::size_t lanes) {
    if (sums[0].is_share)
        count == 2 ? sum_some<true, 1>(segments, weight, sums, packed, lanes)
                   : sum_some<true, 2>(segments, weight, sums, packed, lanes);
    else
        count == 2 ? sum_some<false, 2>(segments, weight, sums, packed, lanes)
                   : sum_some<false, 3>(segments, weight, sums, packed, lanes);
}

}  // namespace
}  // namespace hegemon::HEGEMON_KERNELS
