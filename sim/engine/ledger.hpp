#pragma once
/// The ledger of one batch: what claims and commitments ask of each capacity, and what is free.
///
/// Amounts are multiples of 2^-32 (core/ledger_grid.hpp), so every sum here is exact and its order does not matter.
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "engine/world.hpp"

namespace hegemon {

class Ledger {
public:
    Ledger(const Model& model, World& world);

    /// Marks a lane as failed: lane, rule, kind, row, problem, the formula.
    using Fail = std::function<void(Lane, const std::string&, KindId, std::size_t, std::string, NodeId)>;

    /// At the start nothing is committed, and claims ask what they say of the start values.
    void begin(const Fail& fail);
    /// The same as in the other one, of another world that is a copy.
    void continue_from(const Ledger& other);
    /// The ledger phase: releases the commitments whose `while` no longer holds, then adds up what is asked.
    void settle(const Fail& fail);

    /// What is free of a capacity in the decision phase, after all that was served so far.
    [[nodiscard]] double free(std::size_t capacity, std::size_t actor, Lane lane) const;
    /// All that there is of a capacity in the decision phase: what was spent so far is taken off.
    [[nodiscard]] double total(std::size_t capacity, std::size_t actor, Lane lane) const;
    /// The commitment of a row, if there is one, no longer counts.
    void give_back(const PaymentModel& payment, std::size_t row, std::size_t actor, Lane lane);
    /// Binds or spends; `amount` is on the grid, and free.
    void pay(const PaymentModel& payment, std::size_t row, std::size_t actor, Lane lane, double amount);
    /// Ends the decision phase: totals and demands become what was paid. Returns the capacities whose did.
    std::vector<std::size_t> close();

private:
    struct Account {
        std::vector<double> committed;     ///< [row][lane]: commitments in force
        std::vector<double> spent;         ///< in this decision phase
        std::vector<double> bound;         ///< newly bound minus given back, in this decision phase
        std::vector<std::size_t> touched;  ///< cells of `spent` and `bound` that may not be 0
    };
    void clear_spending();
    void release(const DecisionModel& decision, const PaymentModel& payment, const Fail& fail);
    void add_up(const Fail& fail);
    void check_claim(const ClaimModel& claim, const Fail& fail);
    double& entry(const PaymentModel& payment, std::size_t row, Lane lane);
    [[nodiscard]] std::size_t cell(std::size_t actor, Lane lane) const { return actor * world_.lanes() + lane; }
    bool write_demand(std::size_t capacity);
    void fail_demand(std::size_t capacity, const Fail& fail);

    const Model& model_;
    World& world_;
    std::vector<Account> accounts_;  ///< [capacity]
    struct Holding {
        std::vector<std::uint32_t> rows;  ///< those with an amount in some lane, none twice
        std::vector<bool> holds;          ///< [row]: whether it is among them
    };
    std::vector<Holding> holding_;  ///< [payment]
};

}  // namespace hegemon
