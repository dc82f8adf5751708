#pragma once
/// Aggregates, of a table of kernels: sums and extremes over the children of each parent, child by child in order, with
/// what is summed in registers; see kernels_loops.hpp.
#include "core/math.hpp"
#include "language/kernels.hpp"
#include "language/kernels_pack.hpp"

namespace hegemon::HEGEMON_KERNELS {
namespace {

/// The children of parent p that the views hold, counted from the views' first.
struct Children {
    std::size_t from, to;
};
[[gnu::always_inline]] inline Children children_of(const Segments& segments, std::size_t p) {
    const std::size_t from = segments.first[p] < segments.begin ? segments.begin : segments.first[p];
    const std::size_t to = segments.first[p + 1] > segments.end ? segments.end : segments.first[p + 1];
    return {from - segments.begin, to > from ? to - segments.begin : from - segments.begin};
}

/// Lanes [lane, lane + Count * pack_size) of one parent; `term.row(child)` has what is added.
template <std::size_t Count, class Term>
[[gnu::always_inline]] inline void sum_packs(double* into, Children children, std::size_t lane, const Term& term) {
    Pack sum[Count];
#pragma GCC unroll 8
    for (std::size_t k = 0; k < Count; ++k) sum[k] = load_pack(into + lane + k * pack_size);
    for (std::size_t child = children.from; child < children.to; ++child) {
        const auto row = term.row(child);
#pragma GCC unroll 8
        for (std::size_t k = 0; k < Count; ++k) sum[k] += row.pack(lane + k * pack_size);
    }
#pragma GCC unroll 8
    for (std::size_t k = 0; k < Count; ++k) store_pack(into + lane + k * pack_size, sum[k]);
}

template <class Term>
void sum_segments(double* into, const Segments& segments, std::size_t lanes, const Term& term) {
    for (std::size_t p = 0; p < segments.parents; ++p, into += lanes) {
        const auto children = children_of(segments, p);
        if (children.from == children.to) continue;
        std::size_t lane = 0;
        for (; lane + 8 * pack_size <= lanes; lane += 8 * pack_size) sum_packs<8>(into, children, lane, term);
        for (; lane + 2 * pack_size <= lanes; lane += 2 * pack_size) sum_packs<2>(into, children, lane, term);
        for (; lane + pack_size <= lanes; lane += pack_size) sum_packs<1>(into, children, lane, term);
        for (; lane < lanes; ++lane) {
            double sum = into[lane];
            for (std::size_t child = children.from; child < children.to; ++child) sum += term.row(child).one(lane);
            into[lane] = sum;
        }
    }
}

/// The same with one lane, where a row is one number: `value(child)` is what is added.
template <class Value>
void sum_numbers(double* into, const Segments& segments, const Value& value) {
    for (std::size_t p = 0; p < segments.parents; ++p) {
        const auto children = children_of(segments, p);
        double sum = into[p];
        for (std::size_t child = children.from; child < children.to; ++child) sum += value(child);
        into[p] = sum;
    }
}

/// Calls `use` with a function that reads the number of a row.
template <class Use>
void with_reader(const View& view, const Use& use) {
    const double* base = view.base;
    const std::int32_t* index = view.index;
    if (index != nullptr)
        use([base, index, shift = view.shift](std::size_t r) { return base[index[r] - shift]; });
    else if (view.stride != 0)
        use([base](std::size_t r) { return base[r]; });
    else
        use([one = *base](std::size_t) { return one; });
}

/// A row of a view: with a value in each lane, or one for all of them.
template <bool Each>
struct Row {
    const double* values;
    [[gnu::always_inline]] inline Pack pack(std::size_t lane) const {
        if constexpr (Each)
            return load_pack(values + lane);
        else
            return pack_of(*values);
    }
    [[gnu::always_inline]] inline double one(std::size_t lane) const { return values[Each ? lane : 0]; }
};

template <bool A>
struct Plain {
    const View& a;
    [[gnu::always_inline]] inline Row<A> row(std::size_t child) const { return {a.row(child)}; }
};

template <bool A, bool B>
struct Product {
    const View& a;
    const View& b;
    struct Both {
        Row<A> a;
        Row<B> b;
        [[gnu::always_inline]] inline Pack pack(std::size_t lane) const { return a.pack(lane) * b.pack(lane); }
        [[gnu::always_inline]] inline double one(std::size_t lane) const { return a.one(lane) * b.one(lane); }
    };
    [[gnu::always_inline]] inline Both row(std::size_t child) const { return {{a.row(child)}, {b.row(child)}}; }
};

/// What is not counted adds 0.
template <bool A, bool W>
struct Where {
    const View& a;
    const View& where;
    struct Both {
        Row<A> a;
        Row<W> where;
        [[gnu::always_inline]] inline Pack pack(std::size_t lane) const {
            const Mask counts = where.pack(lane) != Pack{};
            return reinterpret_cast<Pack>(reinterpret_cast<Mask>(a.pack(lane)) & counts);
        }
        [[gnu::always_inline]] inline double one(std::size_t lane) const {
            return where.one(lane) != 0 ? a.one(lane) : 0.0;
        }
    };
    [[gnu::always_inline]] inline Both row(std::size_t child) const { return {{a.row(child)}, {where.row(child)}}; }
};

void reduce_sum(double* into, const Segments& segments, const View& value, const View* where, std::size_t lanes) {
    const bool each = value.lanes == View::Lanes::each;
    if (lanes == 1) {
        with_reader(value, [&](const auto& x) {
            if (where == nullptr)
                sum_numbers(into, segments, x);
            else
                with_reader(*where, [&](const auto& w) {
                    sum_numbers(into, segments, [&](std::size_t r) { return w(r) != 0 ? x(r) : 0.0; });
                });
        });
        return;
    }
    if (where == nullptr) {
        each ? sum_segments(into, segments, lanes, Plain<true>{value})
             : sum_segments(into, segments, lanes, Plain<false>{value});
        return;
    }
    if (where->lanes == View::Lanes::each)
        each ? sum_segments(into, segments, lanes, Where<true, true>{value, *where})
             : sum_segments(into, segments, lanes, Where<false, true>{value, *where});
    else
        each ? sum_segments(into, segments, lanes, Where<true, false>{value, *where})
             : sum_segments(into, segments, lanes, Where<false, false>{value, *where});
}

void reduce_products(double* into, const Segments& segments, const View& a, const View& b, std::size_t lanes) {
    if (lanes == 1) {
        with_reader(a, [&](const auto& x) {
            with_reader(
                b, [&](const auto& y) { sum_numbers(into, segments, [&](std::size_t r) { return x(r) * y(r); }); });
        });
        return;
    }
    const bool first = a.lanes == View::Lanes::each;
    const bool second = b.lanes == View::Lanes::each;
    if (first)
        second ? sum_segments(into, segments, lanes, Product<true, true>{a, b})
               : sum_segments(into, segments, lanes, Product<true, false>{a, b});
    else
        second ? sum_segments(into, segments, lanes, Product<false, true>{a, b})
               : sum_segments(into, segments, lanes, Product<false, false>{a, b});
}

void reduce_extreme(Op op, double* into, const Segments& segments, const View& value, const View* where,
                    std::size_t lanes) {
    const bool each = value.lanes == View::Lanes::each;
    for (std::size_t p = 0; p < segments.parents; ++p, into += lanes) {
        const auto children = children_of(segments, p);
        for (std::size_t child = children.from; child < children.to; ++child) {
            const double* x = value.row(child);
            const double* w = where != nullptr ? where->row(child) : nullptr;
            const bool each_where = where != nullptr && where->lanes == View::Lanes::each;
            for (std::size_t i = 0; i < lanes; ++i) {
                if (w != nullptr && w[each_where ? i : 0] == 0) continue;
                const double v = x[each ? i : 0];
                into[i] = op == Op::aggregate_min ? math::min(into[i], v) : math::max(into[i], v);
            }
        }
    }
}

}  // namespace
}  // namespace hegemon::HEGEMON_KERNELS
