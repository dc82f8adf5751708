#include "engine/ledger.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/ledger_grid.hpp"

namespace hegemon {

Ledger::Ledger(const Model& model, World& world)
    : model_(model), world_(world), accounts_(model.capacities.size()), holding_(model.payments) {}

void Ledger::begin() {
    for (std::size_t i = 0; i < accounts_.size(); ++i) {
        const auto cells = model_.schema.kind(model_.capacities[i].kind).rows.size() * world_.lanes();
        for (auto* values : {&accounts_[i].committed, &accounts_[i].spent, &accounts_[i].bound})
            values->assign(cells, 0.0);
        accounts_[i].touched.clear();
    }
    for (auto& rows : holding_) rows.clear();
}

double& Ledger::entry(const PaymentModel& payment, std::size_t row, Lane lane) {
    return world_.writable(model_.columns[payment.entry].slot)[row * world_.lanes() + lane];
}

void Ledger::settle(const Fail& fail) {
    clear_spending();
    for (const auto& decision : model_.decisions)
        for (const auto& payment : decision.payments)
            if (payment.lasting_block) release(decision, payment);
    for (std::size_t i = 0; i < accounts_.size(); ++i) add_up(i, fail);
}

/// What was spent in the step before has been told.
void Ledger::clear_spending() {
    for (const auto& decision : model_.decisions) {
        for (const auto& payment : decision.payments) {
            auto& rows = holding_[payment.number];
            if (payment.verb != PaymentDeclaration::Verb::spend || rows.empty()) continue;
            for (const auto row : rows) std::fill_n(&entry(payment, row, 0), world_.lanes(), 0.0);
            rows.clear();
        }
    }
}

void Ledger::release(const DecisionModel& decision, const PaymentModel& payment) {
    auto& rows = holding_[payment.number];
    if (rows.empty()) return;
    const auto lanes = world_.lanes();
    auto& committed = accounts_[payment.capacity].committed;
    world_.prepare(*payment.lasting_block);
    std::erase_if(rows, [&](std::uint32_t row) {
        world_.machine().run(*payment.lasting_block, world_.memory(), row, row + 1, {});
        const double* lasts = world_.machine().output(*payment.lasting_block, 0);
        double* amounts = &entry(payment, row, 0);
        const auto actor = static_cast<std::size_t>((*decision.actor)[row]);
        bool holds = false;
        for (Lane lane = 0; lane < lanes; ++lane) {
            if (amounts[lane] != 0 && lasts[lane] == 0) {
                committed[actor * lanes + lane] -= amounts[lane];
                amounts[lane] = 0;
            }
            holds = holds || amounts[lane] != 0;
        }
        return !holds;
    });
}

/// demand = claims + commitments. It is written only where it changes, so that what depends on it stays valued.
void Ledger::add_up(std::size_t capacity, const Fail& fail) {
    const auto& model = model_.capacities[capacity];
    const auto& committed = accounts_[capacity].committed;
    const double* claims = nullptr;
    if (model.claims != SlotId::none) {
        world_.bring_up_to_date(model.claims);
        claims = world_.values(model.claims);
    }
    const double* demand = world_.values(model.demand);
    const auto now = [&](std::size_t i) { return claims == nullptr ? committed[i] : claims[i] + committed[i]; };
    std::size_t i = 0;
    while (i < committed.size() && demand[i] == now(i)) ++i;
    if (i == committed.size()) return;
    double* changing = world_.writable(model.demand);
    bool stands = true;
    for (; i < committed.size(); ++i) {
        changing[i] = now(i);
        stands = stands && changing[i] <= most_amount;
    }
    if (stands) return;
    fail_claims(capacity, fail);
    for (i = 0; i < committed.size(); ++i)
        if (changing[i] > most_amount)
            fail(i % world_.lanes(), model.name, model.kind, i / world_.lanes(),
                 fmt::format("is asked for {}, more than {}", changing[i], most_amount), NodeId::none);
}

/// Finds the claims whose amounts are no entries.
void Ledger::fail_claims(std::size_t capacity, const Fail& fail) {
    for (const auto& claim : model_.claims) {
        if (claim.capacity != capacity) continue;
        const auto rows = model_.schema.kind(claim.kind).rows.size();
        std::vector<double> amounts(rows * world_.lanes());
        double* const output[] = {amounts.data()};
        world_.compute(*claim.block, rows, output);
        for (std::size_t i = 0; i < amounts.size(); ++i)
            if (!(amounts[i] >= 0 && amounts[i] <= most_amount))
                fail(i % world_.lanes(), claim.name, claim.kind, i / world_.lanes(),
                     fmt::format("is {}, but an amount lies in [0, {}]", amounts[i], most_amount), claim.amount);
    }
}

double Ledger::free(std::size_t capacity, std::size_t actor, Lane lane) const {
    const auto& model = model_.capacities[capacity];
    const auto& account = accounts_[capacity];
    const auto i = actor * world_.lanes() + lane;
    const double total = world_.values(model_.columns[model.column].slot)[i] - account.spent[i];
    const double demand = world_.values(model.demand)[i] + account.bound[i];
    return total - std::min(demand, total);
}

void Ledger::give_back(const PaymentModel& payment, std::size_t row, std::size_t actor, Lane lane) {
    if (payment.verb != PaymentDeclaration::Verb::bind || holding_[payment.number].empty()) return;
    double& amount = entry(payment, row, lane);
    if (amount == 0) return;
    auto& account = accounts_[payment.capacity];
    account.bound[actor * world_.lanes() + lane] -= amount;
    account.touched.push_back(actor * world_.lanes() + lane);
    amount = 0;
}

void Ledger::pay(const PaymentModel& payment, std::size_t row, std::size_t actor, Lane lane, double amount) {
    if (amount == 0) return;
    auto& account = accounts_[payment.capacity];
    const bool binds = payment.verb == PaymentDeclaration::Verb::bind;
    (binds ? account.bound : account.spent)[actor * world_.lanes() + lane] += amount;
    account.touched.push_back(actor * world_.lanes() + lane);
    entry(payment, row, lane) = amount;
    auto& rows = holding_[payment.number];
    const auto held = static_cast<std::uint32_t>(row);
    if (std::find(rows.begin(), rows.end(), held) == rows.end()) rows.push_back(held);
}

std::vector<std::size_t> Ledger::close() {
    std::vector<std::size_t> changed;
    for (std::size_t c = 0; c < accounts_.size(); ++c) {
        auto& account = accounts_[c];
        if (account.touched.empty()) continue;
        const auto any = [&](const std::vector<double>& amounts) {
            return std::any_of(account.touched.begin(), account.touched.end(),
                               [&](std::size_t cell) { return amounts[cell] != 0; });
        };
        // Only what changes is written, so that what depends on the rest stays valued.
        const auto& model = model_.capacities[c];
        double* total = any(account.spent) ? world_.writable(model_.columns[model.column].slot) : nullptr;
        double* demand = any(account.bound) ? world_.writable(model.demand) : nullptr;
        for (const auto cell : account.touched) {
            if (total != nullptr) total[cell] -= account.spent[cell];
            if (demand != nullptr) demand[cell] += account.bound[cell];
            account.committed[cell] += account.bound[cell];
            account.spent[cell] = account.bound[cell] = 0;
        }
        account.touched.clear();
        changed.push_back(c);
    }
    return changed;
}

}  // namespace hegemon
