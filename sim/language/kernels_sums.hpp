#pragma once
/// Aggregates, of a table of kernels: sums and extremes over the children of each parent, child by child in order, with
/// what is summed in registers; see kernels_loops.hpp.
#include "core/math.hpp"
#include "core/ordered_sum.hpp"
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
[[gnu::always_inline]] inline void sum_packs(double* into, bool fresh, Children children, std::size_t lane,
                                             const Term& term) {
    Pack sum[Count];
#pragma GCC unroll 8
    for (std::size_t k = 0; k < Count; ++k) sum[k] = fresh ? Pack{} : load_pack(into + lane + k * pack_size);
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
        const bool fresh = segments.fresh;
        if (children.from == children.to && !fresh) continue;
        std::size_t lane = 0;
        for (; lane + 8 * pack_size <= lanes; lane += 8 * pack_size) sum_packs<8>(into, fresh, children, lane, term);
        for (; lane + 2 * pack_size <= lanes; lane += 2 * pack_size) sum_packs<2>(into, fresh, children, lane, term);
        for (; lane + pack_size <= lanes; lane += pack_size) sum_packs<1>(into, fresh, children, lane, term);
        for (; lane < lanes; ++lane) {
            double sum = fresh ? 0.0 : into[lane];
            for (std::size_t child = children.from; child < children.to; ++child) sum += term.row(child).one(lane);
            into[lane] = sum;
        }
    }
}

// With one lane a row is one number. Parents with as many children as their neighbours are summed side by side.

/// Values of so many neighbouring parents. No more: to collect eight takes longer than to work on four twice.
constexpr std::size_t side_by_side = pack_size < 4 ? pack_size : 4;
using Few [[gnu::vector_size(side_by_side * sizeof(double))]] = double;
using FewAnywhere [[gnu::vector_size(side_by_side * sizeof(double)), gnu::aligned(8), gnu::may_alias]] = double;

[[gnu::always_inline]] inline Few load_few(const double* from) { return *reinterpret_cast<const FewAnywhere*>(from); }
[[gnu::always_inline]] inline void store_few(double* to, Few few) { *reinterpret_cast<FewAnywhere*>(to) = few; }

/// Of the numbers that `get` has for 0, 1, ...
template <class Get>
[[gnu::always_inline]] inline Few few_of(const Get& get) {
    if constexpr (side_by_side == 4)
        return Few{get(0), get(1), get(2), get(3)};
    else
        return Few{get(0), get(1)};
}

// Rows and columns exchanged.
template <class Two>
[[gnu::always_inline]] inline void transpose(Two (&rows)[2]) {
    const auto [a, b] = rows;
    rows[0] = __builtin_shufflevector(a, b, 0, 2);
    rows[1] = __builtin_shufflevector(a, b, 1, 3);
}
template <class Four>
[[gnu::always_inline]] inline void transpose(Four (&rows)[4]) {
    const auto [a, b, c, d] = rows;
    const Four ab_even = __builtin_shufflevector(a, b, 0, 4, 2, 6);
    const Four ab_odd = __builtin_shufflevector(a, b, 1, 5, 3, 7);
    const Four cd_even = __builtin_shufflevector(c, d, 0, 4, 2, 6);
    const Four cd_odd = __builtin_shufflevector(c, d, 1, 5, 3, 7);
    rows[0] = __builtin_shufflevector(ab_even, cd_even, 0, 1, 4, 5);
    rows[1] = __builtin_shufflevector(ab_odd, cd_odd, 0, 1, 4, 5);
    rows[2] = __builtin_shufflevector(ab_even, cd_even, 2, 3, 6, 7);
    rows[3] = __builtin_shufflevector(ab_odd, cd_odd, 2, 3, 6, 7);
}

// Ways to read an operand: the `number` of one child of parent p, or a `few` children that follow one another; and
// asking for what a `line` of children from one on will need, long before it is needed: children are taken from some
// parents by turns, and such a path through memory is not foreseen by processors.

constexpr std::size_t line = 16;    // children: a cache line of indexes
constexpr std::size_t ahead = 512;  // children: about what is added up in the time that memory takes to answer

struct Indexed {
    const double* base;
    const std::int32_t* index;
    [[gnu::always_inline]] inline double number(std::size_t, std::size_t child) const { return base[index[child]]; }
    [[gnu::always_inline]] inline Few few(std::size_t, std::size_t child) const {
        // Two indexes at once, the first in the low half: to load each by itself takes longer.
        std::uint64_t twice[side_by_side / 2];
        __builtin_memcpy(&twice, index + child, sizeof twice);
        return few_of(
            [&](std::size_t i) { return base[i % 2 == 0 ? twice[i / 2] & 0xffffffffU : twice[i / 2] >> 32]; });
    }
    [[gnu::always_inline]] inline void ask_for(std::size_t child) const { __builtin_prefetch(index + child); }
};

struct InOrder {
    const double* base;
    [[gnu::always_inline]] inline double number(std::size_t, std::size_t child) const { return base[child]; }
    [[gnu::always_inline]] inline Few few(std::size_t, std::size_t child) const { return load_few(base + child); }
    [[gnu::always_inline]] inline void ask_for(std::size_t child) const {
        __builtin_prefetch(base + child);
        __builtin_prefetch(base + child + 8);
    }
};

/// What does not differ between the children of a parent.
struct OfParent {
    OfParent(const View& view, const Segments& segments)
        : base(view.base + (static_cast<std::ptrdiff_t>(segments.first_parent) - view.shift) * view.stride) {}
    const double* base;
    [[gnu::always_inline]] inline double number(std::size_t p, std::size_t) const { return base[p]; }
    [[gnu::always_inline]] inline Few few(std::size_t p, std::size_t) const { return base[p] - Few{}; }
    [[gnu::always_inline]] inline void ask_for(std::size_t) const {}
};

/// Of any view.
struct Anyhow {
    const View* view;
    [[gnu::always_inline]] inline double number(std::size_t, std::size_t child) const { return *view->row(child); }
    [[gnu::always_inline]] inline Few few(std::size_t p, std::size_t child) const {
        return few_of([&](std::size_t i) { return number(p, child + i); });
    }
    [[gnu::always_inline]] inline void ask_for(std::size_t) const {}
};

[[gnu::always_inline]] inline bool is_indexed(const View& view) { return view.index != nullptr && view.shift == 0; }

/// Calls `use` with the way to read a view.
template <class Use>
void with_reader(const View& view, const Segments& segments, const Use& use) {
    if (view.of_parent)
        use(OfParent{view, segments});
    else if (is_indexed(view))
        use(Indexed{view.base, view.index});
    else if (view.index == nullptr && view.stride != 0)
        use(InOrder{view.base});
    else
        use(Anyhow{&view});
}

/// The same for three views at once: what is asked of the parent twice and of a child once, or always of a child.
template <class Use>
void with_readers(const View& a, const View& b, const View& c, const Segments& segments, const Use& use) {
    const auto indexed = [](const View& view) { return Indexed{view.base, view.index}; };
    if (a.of_parent && b.of_parent && is_indexed(c))
        use(OfParent{a, segments}, OfParent{b, segments}, indexed(c));
    else if (is_indexed(a) && is_indexed(b) && is_indexed(c))
        use(indexed(a), indexed(b), indexed(c));
    else
        use(Anyhow{&a}, Anyhow{&b}, Anyhow{&c});
}

/// How many parents from p on have as many children as p, all of them held by the views.
[[gnu::always_inline]] inline std::size_t alike(const Segments& segments, std::size_t p) {
    if (segments.each != 0) return segments.parents - p;
    const std::uint32_t* first = segments.first;
    if (first[p] < segments.begin) return 1;
    const std::uint32_t count = first[p + 1] - first[p];
    std::size_t end = p;
    while (end < segments.parents && first[end + 1] - first[end] == count && first[end + 1] <= segments.end) ++end;
    return end > p ? end - p : 1;
}

/// What a few children of each of these parents add, whose first is `child` and whose next `step` rows further on: the
/// terms are worked out parent by parent and added child by child.
template <class F, class... Readers>
[[gnu::always_inline]] inline void add_few(Few& sum, std::size_t p, std::size_t child, std::size_t step,
                                           const Readers&... of) {
    Few terms[side_by_side];
#pragma GCC unroll 4
    for (std::size_t i = 0; i < side_by_side; ++i) terms[i] = F::of(of.few(p + i, child + i * step)...);
    transpose(terms);
#pragma GCC unroll 4
    for (std::size_t k = 0; k < side_by_side; ++k) sum += terms[k];
}

template <class F, class... Readers>
[[gnu::always_inline]] inline void add_one(Few& sum, std::size_t p, std::size_t child, std::size_t step,
                                           const Readers&... of) {
    sum += few_of([&](std::size_t i) { return F::of(of.number(p + i, child + i * step)...); });
}

/// Parents [p, end), side by side; each has `count` children, the first of them all is `child`.
template <bool AskAhead, class F, class... Readers>
[[gnu::noinline]] void sum_alike(double* into, bool fresh, std::size_t p, std::size_t end, std::size_t child,
                                 std::size_t count, Readers... of) {
    for (; p < end; p += side_by_side, child += side_by_side * count) {
        if constexpr (AskAhead)
            for (std::size_t k = 0; k < side_by_side * count; k += line) (of.ask_for(child + ahead + k), ...);
        Few sum = fresh ? Few{} : load_few(into + p);
        std::size_t k = 0;
        for (; k + side_by_side <= count; k += side_by_side) add_few<F>(sum, p, child + k, count, of...);
        for (; k < count; ++k) add_one<F>(sum, p, child + k, count, of...);
        store_few(into + p, sum);
    }
}

template <class F, class... Readers>
[[gnu::noinline]] void sum_numbers(double* into, const Segments& segments, Readers... of) {
    for (std::size_t p = 0; p < segments.parents;) {
        std::size_t end = p + alike(segments, p);
        if (const std::size_t whole = (end - p) / side_by_side * side_by_side; whole > 0) {
            const std::size_t count = segments.first[p + 1] - segments.first[p];
            const std::size_t child = segments.first[p] - segments.begin;
            if (segments.ask_ahead)
                sum_alike<true, F>(into, segments.fresh, p, p + whole, child, count, of...);
            else
                sum_alike<false, F>(into, segments.fresh, p, p + whole, child, count, of...);
            p += whole;
        }
        for (; p < end; ++p) {
            const auto children = children_of(segments, p);
            double sum = segments.fresh ? 0.0 : into[p];
            for (std::size_t child = children.from; child < children.to; ++child) sum += F::of(of.number(p, child)...);
            into[p] = sum;
        }
    }
}

// What a child adds: of numbers or of packs of them.
struct Value {
    template <class Number>
    [[gnu::always_inline]] static inline Number of(Number a) {
        return a;
    }
};
struct Product {
    template <class Number>
    [[gnu::always_inline]] static inline Number of(Number a, Number b) {
        return a * b;
    }
};
struct Share {
    template <class Number>
    [[gnu::always_inline]] static inline Number of(Number weight, Number a, Number b, Number c) {
        return weight * (a / (b + c));
    }
};
/// What is not counted adds 0.
struct Counted {
    [[gnu::always_inline]] static inline double of(double value, double where) { return where != 0 ? value : 0.0; }
    template <class Numbers>
    [[gnu::always_inline]] static inline Numbers of(Numbers value, Numbers where) {
        return where != Numbers{} ? value : Numbers{};
    }
};

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

template <class F, bool A, bool B>
struct Two {
    const View& a;
    const View& b;
    struct Both {
        Row<A> a;
        Row<B> b;
        [[gnu::always_inline]] inline Pack pack(std::size_t lane) const { return F::of(a.pack(lane), b.pack(lane)); }
        [[gnu::always_inline]] inline double one(std::size_t lane) const { return F::of(a.one(lane), b.one(lane)); }
    };
    [[gnu::always_inline]] inline Both row(std::size_t child) const { return {{a.row(child)}, {b.row(child)}}; }
};

/// A weight times a / (b + c), which have a value in each lane.
template <bool W>
struct Quotient {
    const View& weight;
    const View& a;
    const View& b;
    const View& c;
    struct All {
        Row<W> weight;
        Row<true> a, b, c;
        [[gnu::always_inline]] inline Pack pack(std::size_t lane) const {
            return Share::of(weight.pack(lane), a.pack(lane), b.pack(lane), c.pack(lane));
        }
        [[gnu::always_inline]] inline double one(std::size_t lane) const {
            return Share::of(weight.one(lane), a.one(lane), b.one(lane), c.one(lane));
        }
    };
    [[gnu::always_inline]] inline All row(std::size_t child) const {
        return {{weight.row(child)}, {a.row(child)}, {b.row(child)}, {c.row(child)}};
    }
};

/// Of one lane: how many children count, where each adds 1. Whole numbers come to the same in any order.
void count_numbers(double* into, const Segments& segments, const double* where) {
    for (std::size_t p = 0; p < segments.parents; ++p) {
        const auto children = children_of(segments, p);
        Pack counts{};
        std::size_t child = children.from;
        for (; child + pack_size <= children.to; child += pack_size)
            counts += Counted::of(pack_of(1), load_pack(where + child));
        double count = 0;
        for (std::size_t i = 0; i < pack_size; ++i) count += counts[i];
        for (; child < children.to; ++child) count += Counted::of(1.0, where[child]);
        into[p] = (segments.fresh ? 0.0 : into[p]) + count;
    }
}

template <class F>
void sum_twos(double* into, const Segments& segments, const View& a, const View& b, std::size_t lanes) {
    if (lanes == 1) {
        with_reader(a, segments, [&](const auto& x) {
            with_reader(b, segments, [&](const auto& y) { sum_numbers<F>(into, segments, x, y); });
        });
        return;
    }
    const bool second = b.lanes == View::Lanes::each;
    if (a.lanes == View::Lanes::each)
        second ? sum_segments(into, segments, lanes, Two<F, true, true>{a, b})
               : sum_segments(into, segments, lanes, Two<F, true, false>{a, b});
    else
        second ? sum_segments(into, segments, lanes, Two<F, false, true>{a, b})
               : sum_segments(into, segments, lanes, Two<F, false, false>{a, b});
}

void reduce_sum(double* into, const Segments& segments, const View& value, const View* where, std::size_t lanes) {
    if (lanes == 1 && where != nullptr && where->index == nullptr && where->stride != 0 && value.index == nullptr &&
        value.stride == 0 && *value.base == 1)
        return count_numbers(into, segments, where->base);
    if (where != nullptr) return sum_twos<Counted>(into, segments, value, *where, lanes);
    if (lanes == 1)
        with_reader(value, segments, [&](const auto& x) { sum_numbers<Value>(into, segments, x); });
    else if (value.lanes == View::Lanes::each)
        sum_segments(into, segments, lanes, Plain<true>{value});
    else
        sum_segments(into, segments, lanes, Plain<false>{value});
}

void reduce_products(double* into, const Segments& segments, const View& a, const View& b, std::size_t lanes) {
    sum_twos<Product>(into, segments, a, b, lanes);
}

void reduce_quotients(double* into, const Segments& segments, const View& weight, const View& a, const View& b,
                      const View& c, std::size_t lanes) {
    if (lanes == 1) {
        with_reader(weight, segments, [&](const auto& w) {
            with_readers(a, b, c, segments, [&](const auto&... of) { sum_numbers<Share>(into, segments, w, of...); });
        });
        return;
    }
    if (weight.lanes == View::Lanes::each)
        sum_segments(into, segments, lanes, Quotient<true>{weight, a, b, c});
    else
        sum_segments(into, segments, lanes, Quotient<false>{weight, a, b, c});
}

void block_moments(double* sums, double* sums_of_squares, const double* values, std::size_t rows) {
    for (std::size_t row = 0; row < rows; ++row, values += replicate_block) {
        double sum = 0;
        double square = 0;
        for (std::size_t first = 0; first < replicate_block; first += side_by_side * octet) {
            Few octets{};  // sums of some octets, side by side
            Few octets_of_squares{};
#pragma GCC unroll 8
            for (std::size_t lane = 0; lane < octet; lane += side_by_side) {
                Few few[side_by_side];
#pragma GCC unroll 4
                for (std::size_t i = 0; i < side_by_side; ++i) few[i] = load_few(values + first + i * octet + lane);
                transpose(few);
#pragma GCC unroll 4
                for (std::size_t k = 0; k < side_by_side; ++k) {
                    octets += few[k];
                    octets_of_squares += few[k] * few[k];
                }
            }
#pragma GCC unroll 4
            for (std::size_t i = 0; i < side_by_side; ++i) {
                sum += octets[i];
                square += octets_of_squares[i];
            }
        }
        sums[row] = sum;
        sums_of_squares[row] = square;
    }
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
