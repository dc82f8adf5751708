#pragma once
/// The loops that do the work. Each takes views of its operands and fills `rows` rows of `lanes` values.
/// No loop depends on where a row stands in a tile; the same bits come out at every tile size and lane count.
#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/philox.hpp"
#include "language/graph.hpp"

namespace hegemon {

/// Rows of values, read from where they are: a column, a gathered column, a register, a constant.
struct View {
    const double* base = nullptr;
    const std::int32_t* index =
        nullptr;  ///< row r is read at base + (index[r] - shift) * stride; null: at base + r * stride
    std::ptrdiff_t shift = 0;
    std::ptrdiff_t stride = 0;
    enum class Lanes : std::uint8_t { one, each };
    Lanes lanes = Lanes::one;  ///< one: a row has one value for all lanes
    bool of_parent = false;    ///< of an aggregate's operand: `index` names the parent of a child

    [[nodiscard, gnu::always_inline]] inline const double* row(std::size_t r) const {
        return base + (index != nullptr ? index[r] - shift : static_cast<std::ptrdiff_t>(r)) * stride;
    }
};

/// An elementwise operation: `operands` has arity(op) views.
using Kernel = void (*)(double* out, const View* operands, std::size_t rows, std::size_t lanes);
/// The children of parents [0, parents), counted from the first of them: those of p are [first[p], first[p + 1]).
struct Segments {
    const std::uint32_t* first = nullptr;
    std::size_t parents = 0;
    std::size_t begin = 0, end = 0;  ///< the children that the views hold; row 0 of a view is child `begin`
    std::size_t each = 0;            ///< how many children each parent has, if all as many and the views hold them all
    std::size_t first_parent = 0;    ///< the element that parent 0 is
    bool fresh = false;              ///< of a sum: nothing is added up yet; what lies in `into` does not count
    bool ask_ahead = false;          ///< there are so many children that what they need comes from memory
    bool ask_for_rows = false;       ///< so do the rows that they gather from
};

/// One of some sums over the same children, which add weight * column, or a share: weight * (a / (b + column)).
struct WeightedSum {
    double* into = nullptr;
    View column;  ///< a value in each lane, gathered through an index that the sums have in common
    bool is_share = false;
    View a, b;  ///< of a share: of the parent, a value in each lane
};
constexpr std::size_t max_sums_together = 3;
/// Their columns packed: so many numbers lie side by side for each row, the columns' own first.
constexpr std::size_t packed_width = 4;
struct PackedColumns {
    const double* values = nullptr;  ///< [row - first_row][packed_width]
    std::size_t first_row = 0;
};

/// The loops, compiled for one set of instructions. All sets give the same bits.
struct Kernels {
    const char* name;  ///< of the set, as `--isa` has it

    /// The loop for `op` with operands of these lanes (bit i set: operand i has a value in each lane).
    Kernel (*kernel_for)(Op op, unsigned each_lane);
    /// Copies rows; what a gather into a tile is.
    void (*copy_rows)(double* out, const View& from, std::size_t rows, std::size_t lanes);

    /// into[p] += value, child by child in order; `where` may be null. Like all sums from 0 where the segments are
    /// fresh.
    void (*reduce_sum)(double* into, const Segments& segments, const View& value, const View* where, std::size_t lanes);
    /// into[p] += a * b, child by child in order (two roundings).
    void (*reduce_products)(double* into, const Segments& segments, const View& a, const View& b, std::size_t lanes);
    /// into[p] += weight * (a / (b + c)), child by child in order, each operation rounded; a, b and c have a value in
    /// each lane.
    void (*reduce_quotients)(double* into, const Segments& segments, const View& weight, const View& a, const View& b,
                             const View& c, std::size_t lanes);
    /// Two or three sums in one pass, of which at most one is a share, the first: into[p] = each sum, child by child in
    /// order, each operation rounded. A child has a weight, the same in all lanes or one in each; the segments hold all
    /// children and are fresh. `packed`: where there is one lane, what pack_columns has made of the columns.
    void (*sums_together)(const Segments& segments, const View& weight, const WeightedSum* sums, std::size_t count,
                          PackedColumns packed, std::size_t lanes);
    /// packed[row - begin][packed_width]: the columns of the sums row by row, of rows [begin, end), with one lane; what
    /// lies behind them is unspecified.
    void (*pack_columns)(double* packed, const WeightedSum* sums, std::size_t count, std::size_t begin,
                         std::size_t end);
    /// into[p] = min or max of itself and the values.
    void (*reduce_extreme)(Op op, double* into, const Segments& segments, const View& value, const View* where,
                           std::size_t lanes);

    /// Of each row, values[r][64], the sums of the values and of their squares over a block of replicates
    /// (core/ordered_sum.hpp).
    void (*block_moments)(double* sums, double* sums_of_squares, const double* values, std::size_t rows);

    /// out[r][lane] = hegemon::uniform(key, first_replicate + lane, step, row_hashes[r]).
    void (*uniforms)(double* out, DrawKey key, std::uint32_t step, const std::uint64_t* row_hashes, std::size_t rows,
                     std::uint64_t first_replicate, std::size_t lanes);

    // Loops that look at many values at once for something rare, so that the slow path is taken only where there is
    // one.

    /// Whether any of `count` values is infinite or not a number.
    bool (*any_not_finite)(const double* values, std::size_t count);
    /// Whether any of `count` values is not in [low, high]; what is not a number is in no range.
    bool (*any_outside)(const double* values, std::size_t count, double low, double high);
    /// Whether some value is above 0, of those where `when` is not 0, which may be null.
    bool (*any_positive)(const double* values, const double* when, std::size_t count);
    /// Lists the places i, ascending, where 1 - uniforms[i] < values[i] * factor and `when`, which may be null, is not
    /// 0; returns how many.
    std::size_t (*list_near)(std::uint32_t* places, const double* uniforms, const double* values, const double* when,
                             double factor, std::size_t count);
    /// Moves values below `low` to it, above `high` to that.
    void (*clamp_values)(double* values, std::size_t count, double low, double high);

    /// hashes[lane] += hash_value(values[r][lane], column_row_key(column_hash, row_hashes[r])), for each row r.
    void (*hash_rows)(std::uint64_t* hashes, const double* values, std::size_t rows, std::size_t lanes,
                      std::uint64_t column_hash, const std::uint64_t* row_hashes);
};

/// Those that this processor and build have, the narrowest instructions first; never none.
std::vector<const Kernels*> available_kernels();

/// Those in use: the last of these, or what was said.
const Kernels& kernels();

/// From now on these are used, by every thread. To be called before models are compiled, which keep what they got.
void use_kernels(const Kernels& table);

}  // namespace hegemon
