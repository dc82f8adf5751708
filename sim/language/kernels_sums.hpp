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

// With one lane a row is one number. A term is a function that is handed a way to `get` the number of a view, or, of
// several parents side by side, a pack of such numbers.

/// Numbers of rows at, at + step, ...
template <class Reader>
[[gnu::always_inline]] inline Pack gather(const Reader& read, std::size_t at, std::size_t step) {
    Pack pack;
#pragma GCC unroll 8
    for (std::size_t i = 0; i < pack_size; ++i) pack[i] = read(at + i * step);
    return pack;
}

/// How many children each of the next parents has, as many parents as a pack holds; 0: not all the same.
[[gnu::always_inline]] inline std::size_t common_count(const Segments& segments, std::size_t p) {
    if (p + pack_size > segments.parents) return 0;
    const std::uint32_t* first = segments.first + p;
    if (first[0] < segments.begin || first[pack_size] > segments.end) return 0;
    const std::uint32_t count = first[1] - first[0];
    bool same = true;
    for (std::size_t i = 1; i < pack_size; ++i) same = same && first[i + 1] - first[i] == count;
    return same ? count : 0;
}

template <class Term>
void sum_numbers(double* into, const Segments& segments, const Term& term) {
    for (std::size_t p = 0; p < segments.parents;) {
        if (const std::size_t count = common_count(segments, p); count > 0) {
            const std::size_t first = segments.first[p] - segments.begin;
            Pack sum = load_pack(into + p);
            for (std::size_t k = 0; k < count; ++k)
                sum += term([&](const auto& read) { return gather(read, first + k, count); });
            store_pack(into + p, sum);
            p += pack_size;
            continue;
        }
        const auto children = children_of(segments, p);
        double sum = into[p];
        for (std::size_t child = children.from; child < children.to; ++child)
            sum += term([&](const auto& read) { return read(child); });
        into[p++] = sum;
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

/// The same for several views at once, if an index names the rows of all of them.
template <class Use>
void with_readers(const View& a, const View& b, const View& c, const Use& use) {
    const auto indexed = [](const View& view) {
        return [base = view.base, index = view.index, shift = view.shift](std::size_t r) {
            return base[index[r] - shift];
        };
    };
    const auto any = [](const View& view) { return [&view](std::size_t r) { return *view.row(r); }; };
    if (a.index != nullptr && b.index != nullptr && c.index != nullptr)
        use(indexed(a), indexed(b), indexed(c));
    else
        use(any(a), any(b), any(c));
}

// What two numbers, or packs of them, add.
struct Product {
    template <class Number>
    [[gnu::always_inline]] static inline Number of(Number a, Number b) {
        return a * b;
    }
};
/// What is not counted adds 0.
struct Counted {
    [[gnu::always_inline]] static inline double of(double value, double where) { return where != 0 ? value : 0.0; }
    [[gnu::always_inline]] static inline Pack of(Pack value, Pack where) {
        return reinterpret_cast<Pack>(reinterpret_cast<Mask>(value) & (where != Pack{}));
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
            return weight.pack(lane) * (a.pack(lane) / (b.pack(lane) + c.pack(lane)));
        }
        [[gnu::always_inline]] inline double one(std::size_t lane) const {
            return weight.one(lane) * (a.one(lane) / (b.one(lane) + c.one(lane)));
        }
    };
    [[gnu::always_inline]] inline All row(std::size_t child) const {
        return {{weight.row(child)}, {a.row(child)}, {b.row(child)}, {c.row(child)}};
    }
};

template <class F>
void sum_twos(double* into, const Segments& segments, const View& a, const View& b, std::size_t lanes) {
    if (lanes == 1) {
        with_reader(a, [&](const auto& x) {
            with_reader(b, [&](const auto& y) {
                sum_numbers(into, segments, [&](const auto& get) { return F::of(get(x), get(y)); });
            });
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
    if (where != nullptr) return sum_twos<Counted>(into, segments, value, *where, lanes);
    if (lanes == 1)
        with_reader(value,
                    [&](const auto& x) { sum_numbers(into, segments, [&](const auto& get) { return get(x); }); });
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
        with_reader(weight, [&](const auto& w) {
            with_readers(a, b, c, [&](const auto& x, const auto& y, const auto& z) {
                sum_numbers(into, segments, [&](const auto& get) { return get(w) * (get(x) / (get(y) + get(z))); });
            });
        });
        return;
    }
    if (weight.lanes == View::Lanes::each)
        sum_segments(into, segments, lanes, Quotient<true>{weight, a, b, c});
    else
        sum_segments(into, segments, lanes, Quotient<false>{weight, a, b, c});
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
