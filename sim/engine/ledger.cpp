#include "engine/ledger.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/ledger_grid.hpp"
#include "language/kernels.hpp"

namespace hegemon {

Ledger::Ledger(const Model& model, World& world)
    : model_(model), world_(world), accounts_(model.capacities.size()), holding_(model.payments) {}

void Ledger::begin(const Fail& fail) {
    for (std::size_t i = 0; i < accounts_.size(); ++i) {
        const auto cells = model_.schema.kind(model_.capacities[i].kind).rows.size() * world_.lanes();
        for (auto* values : {&accounts_[i].committed, &accounts_[i].spent, &accounts_[i].bound})
            values->assign(cells, 0.0);
        accounts_[i].touched.clear();
    }
    for (const auto& decision : model_.decisions) {
        const auto rows = model_.schema.kind(decision.kind).rows.size();
        for (const auto& payment : decision.payments) holding_[payment.number] = {{}, std::vector<bool>(rows, false)};
    }
    add_up(fail);
}

double& Ledger::entry(const PaymentModel& payment, std::size_t row, Lane lane) {
    return world_.writable(model_.columns[payment.entry].slot)[row * world_.lanes() + lane];
}

void Ledger::settle(const Fail& fail) {
    clear_spending();
    for (const auto& decision : model_.decisions)
        for (const auto& payment : decision.payments)
            if (payment.lasting_block) release(decision, payment, fail);
    add_up(fail);
}

/// What was spent in the step before has been told.
void Ledger::clear_spending() {
    for (const auto& decision : model_.decisions) {
        for (const auto& payment : decision.payments) {
            auto& holding = holding_[payment.number];
            if (payment.verb != PaymentDeclaration::Verb::spend) continue;
            for (const auto row : holding.rows) {
                std::fill_n(&entry(payment, row, 0), world_.lanes(), 0.0);
                holding.holds[row] = false;
            }
            holding.rows.clear();
        }
    }
}

void Ledger::release(const DecisionModel& decision, const PaymentModel& payment, const Fail& fail) {
    auto& holding = holding_[payment.number];
    if (holding.rows.empty()) return;
    const auto lanes = world_.lanes();
    auto& committed = accounts_[payment.capacity].committed;
    world_.prepare(*payment.lasting_block);
    std::erase_if(holding.rows, [&](std::uint32_t row) {
        world_.machine().run(*payment.lasting_block, world_.memory(), row, row + 1, {});
        const double* lasts = world_.machine().output(*payment.lasting_block, 0);
        double* amounts = &entry(payment, row, 0);
        const auto actor = static_cast<std::size_t>((*decision.actor)[row]);
        bool holds = false;
        for (Lane lane = 0; lane < lanes; ++lane) {
            if (amounts[lane] != 0 && std::isnan(lasts[lane]))
                fail(lane, payment.name + " while", decision.kind, row, "has no value", payment.lasting);
            if (amounts[lane] != 0 && lasts[lane] == 0) {
                committed[cell(actor, lane)] -= amounts[lane];
                amounts[lane] = 0;
            }
            holds = holds || amounts[lane] != 0;
        }
        holding.holds[row] = holds;
        return !holds;
    });
}

/// demand = claims + commitments. All claims are valued before any demand is written: they read one state.
void Ledger::add_up(const Fail& fail) {
    for (const auto& capacity : model_.capacities)
        if (capacity.claims != SlotId::none) world_.bring_up_to_date(capacity.claims);
    for (const auto& claim : model_.claims) check_claim(claim, fail);
    for (std::size_t i = 0; i < accounts_.size(); ++i)
        if (!write_demand(i)) fail_demand(i, fail);
}

/// Whether all of it can stand. It is written only where it changes, so that what depends on it stays valued.
bool Ledger::write_demand(std::size_t capacity) {
    const auto& committed = accounts_[capacity].committed;
    const auto slot = model_.capacities[capacity].claims;
    const double* claims = slot == SlotId::none ? nullptr : world_.values(slot);
    const auto now = [&](std::size_t i) { return claims == nullptr ? committed[i] : claims[i] + committed[i]; };
    const double* before = world_.values(model_.capacities[capacity].demand);
    std::size_t i = 0;
    while (i < committed.size() && before[i] == now(i)) ++i;
    if (i == committed.size()) return true;
    double* demand = world_.writable(model_.capacities[capacity].demand);
    bool stands = true;
    for (; i < committed.size(); ++i) {
        demand[i] = now(i);
        stands = stands && demand[i] <= most_amount;
    }
    return stands;
}

void Ledger::fail_demand(std::size_t capacity, const Fail& fail) {
    const auto& model = model_.capacities[capacity];
    const double* demand = world_.values(model.demand);
    for (std::size_t i = 0; i < accounts_[capacity].committed.size(); ++i)
        if (!(demand[i] <= most_amount))
            fail(i % world_.lanes(), model.name, model.kind, i / world_.lanes(),
                 fmt::format("is asked for {}, more than {}", demand[i], most_amount), NodeId::none);
}

/// Fails the lanes in which what the claim says is no amount, or whether it holds is missing.
void Ledger::check_claim(const ClaimModel& claim, const Fail& fail) {
    const auto rows = model_.schema.kind(claim.kind).rows.size();
    world_.bring_up_to_date(claim.entry);
    const double* entries = world_.values(claim.entry);
    if (!kernels().any_not_finite(entries, rows * world_.lanes())) return;
    std::vector<double> amounts(rows * world_.lanes());
    double* const output[] = {amounts.data()};
    world_.compute(*claim.block, rows, output);
    for (std::size_t i = 0; i < amounts.size(); ++i)
        if (std::isnan(entries[i]))
            fail(i % world_.lanes(), claim.name, claim.kind, i / world_.lanes(),
                 std::isnan(amounts[i]) ? "is not a number"
                                        : fmt::format("is {}, but an amount lies in [0, {}]", amounts[i], most_amount),
                 claim.amount);
}

double Ledger::total(std::size_t capacity, std::size_t actor, Lane lane) const {
    const auto i = cell(actor, lane);
    return world_.values(model_.columns[model_.capacities[capacity].column].slot)[i] - accounts_[capacity].spent[i];
}

double Ledger::free(std::size_t capacity, std::size_t actor, Lane lane) const {
    const auto i = cell(actor, lane);
    const double all = total(capacity, actor, lane);
    const double demand = world_.values(model_.capacities[capacity].demand)[i] + accounts_[capacity].bound[i];
    return all - std::min(demand, all);
}

void Ledger::give_back(const PaymentModel& payment, std::size_t row, std::size_t actor, Lane lane) {
    if (payment.verb != PaymentDeclaration::Verb::bind || holding_[payment.number].rows.empty()) return;
    double& amount = entry(payment, row, lane);
    if (amount == 0) return;
    auto& account = accounts_[payment.capacity];
    account.bound[cell(actor, lane)] -= amount;
    account.touched.push_back(cell(actor, lane));
    amount = 0;
}

void Ledger::pay(const PaymentModel& payment, std::size_t row, std::size_t actor, Lane lane, double amount) {
    if (amount == 0) return;
    auto& account = accounts_[payment.capacity];
    const bool binds = payment.verb == PaymentDeclaration::Verb::bind;
    (binds ? account.bound : account.spent)[cell(actor, lane)] += amount;
    account.touched.push_back(cell(actor, lane));
    entry(payment, row, lane) = amount;
    auto& holding = holding_[payment.number];
    if (!holding.holds[row]) holding.rows.push_back(static_cast<std::uint32_t>(row));
    holding.holds[row] = true;
}

std::vector<std::size_t> Ledger::close() {
    std::vector<std::size_t> changed;
    for (std::size_t c = 0; c < accounts_.size(); ++c) {
        auto& account = accounts_[c];
        if (account.touched.empty()) continue;
        const auto any = [&](const std::vector<double>& amounts) {
            return std::any_of(account.touched.begin(), account.touched.end(),
                               [&](std::size_t i) { return amounts[i] != 0; });
        };
        // Only what changes is written, so that what depends on the rest stays valued.
        const auto& model = model_.capacities[c];
        double* total = any(account.spent) ? world_.writable(model_.columns[model.column].slot) : nullptr;
        double* demand = any(account.bound) ? world_.writable(model.demand) : nullptr;
        for (const auto i : account.touched) {  // one that was touched twice has nothing left the second time
            if (total != nullptr) total[i] -= account.spent[i];
            if (demand != nullptr) demand[i] += account.bound[i];
            account.committed[i] += account.bound[i];
            account.spent[i] = account.bound[i] = 0;
        }
        account.touched.clear();
        changed.push_back(c);
    }
    return changed;
}

}  // namespace hegemon
