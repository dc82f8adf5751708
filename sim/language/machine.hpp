#pragma once
/// Runs blocks, tile by tile, on the columns of one batch of replicates.
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/aligned_vector.hpp"
#include "core/philox.hpp"
#include "language/graph.hpp"
#include "language/kernels.hpp"
#include "language/packs.hpp"
#include "language/program.hpp"

namespace hegemon {

/// What blocks read: the batch's columns and where in time and chance it is. The machine changes none of it.
struct Memory {
    std::size_t lanes = 0;
    std::uint64_t first_replicate = 0;
    std::uint32_t step = 0;  ///< number of the step, part of a draw's address
    double time = 0;
    std::vector<double*> slots;                                           ///< [slot] -> [row][lane]
    const DrawKey* draw_keys = nullptr;                                   ///< [draw]
    const std::vector<std::vector<std::uint64_t>>* row_hashes = nullptr;  ///< [kind][row]
    const std::vector<Draw>* draws = nullptr;
};

class Machine {
public:
    /// Rows of a tile: some hundreds of elements, so that registers stay in the first-level cache.
    static std::size_t tile_rows(std::size_t lanes);

    /// Computes the elements [begin, end) of a block's domain, at most tile_rows() of them. Output i goes to
    /// `outputs[i]` (its row `begin` first), or into the machine where that is null.
    void run(const Block& block, const Memory& memory, std::size_t begin, std::size_t end,
             std::span<double* const> outputs);
    /// Where output i of the last tile is: [row - begin][lane].
    [[nodiscard]] const double* output(const Block& block, std::size_t i) const {
        return frames_[0].registers[block.outputs[i].reg];
    }

    /// Computes all elements of a block's domain; outputs[i] is [row][lane].
    void run_all(const Block& block, const Memory& memory, std::size_t size, std::span<double* const> outputs);
    /// Computes some of them, all the same: a part of a pass, for which the packs were made.
    void run_rows(const Block& block, const Memory& memory, RowRange rows, std::span<double* const> outputs,
                  const Packs& packs);

private:
    struct Frame {
        AlignedVector<double> storage;
        std::vector<double*> registers;
        std::size_t begin = 0;
    };
    void reserve(const Block& block, std::size_t values);
    void execute(const Block& block, const Memory& memory, std::size_t begin, std::size_t end);
    void compute(const Block& block, const Instruction& instruction, const Memory& memory, std::size_t begin,
                 std::size_t rows);
    template <std::size_t Operands>
    void compute_with(const Block& block, const Instruction& instruction, const Memory& memory, std::size_t begin,
                      std::size_t rows);
    void compute_alone(const Block& block, const Instruction& instruction, const Memory& memory, std::size_t begin,
                       std::size_t rows);
    void draw(const Block& block, const Instruction& instruction, const Memory& memory, std::size_t begin,
              std::size_t rows);
    void run_tile(const Block& block, const Memory& memory, std::size_t begin, std::size_t end,
                  std::span<double* const> outputs);
    void reduce(const Block& block, const Instruction& instruction, const Memory& memory, std::size_t begin,
                std::size_t rows);
    void reduce_alone(const Block& block, Op op, const Reduction& reduction, const Memory& memory, std::size_t begin,
                      std::size_t rows);
    void reduce_tile(Op op, const Block& child, const Memory& memory, double* into, const Segments& segments);
    void sum_together(const Block& block, const Instruction& instruction, const Memory& memory, std::size_t begin,
                      std::size_t rows, PackedColumns packed);
    std::optional<PackedColumns> packed(const Instruction& instruction, const Memory& memory, std::size_t begin,
                                        std::size_t rows);
    const double* place(const Block& block, const Operand& operand, const Memory& memory, std::size_t begin) const;
    View view(const Block& block, const Operand& operand, const Memory& memory, std::size_t begin) const;
    const double* gathered(const View& from, std::size_t rows);

    std::vector<Frame> frames_;  ///< [level]
    View row_[3];                ///< operands of an instruction, where there is one lane
    /// Operands gathered in this tile, where there is one lane.
    struct Gathered {
        const double* base;
        const std::int32_t* index;
        AlignedVector<double> values;
    };
    std::vector<Gathered> gathered_;
    std::size_t gathered_count_ = 0;
    AlignedVector<double> window_;    ///< packed: what some parents' sums gather from close by
    Packs packs_;                     ///< of the passes that this machine makes alone
    const Packs* of_pass_ = nullptr;  ///< null: this is no pass
};

}  // namespace hegemon
