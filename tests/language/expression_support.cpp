#include "language/expression_support.hpp"

#include <algorithm>
#include <limits>
#include <random>
#include <stdexcept>

namespace hegemon::test {

Text text_of(const std::string& value) {
    auto file = std::make_shared<SourceFile>(SourceFile{"expression", value});
    return {value, {file, 0, value.size()}, {}};
}

namespace {

using Random = std::mt19937_64;

double unit(Random& random) { return (static_cast<double>(random() >> 12U) + 0.5) * 0x1p-52; }

/// Mostly tame numbers of both signs, with zeros of both signs and ones among them.
std::vector<double> numbers(Random& random, std::size_t count) {
    std::vector<double> values(count);
    for (auto& value : values) {
        const auto pick = random() % 16;
        value = pick == 0 ? 0.0 : pick == 1 ? -0.0 : pick == 2 ? 1.0 : (unit(random) - 0.4) * 3;
    }
    return values;
}

std::vector<double> truths(Random& random, std::size_t count) {
    std::vector<double> values(count);
    for (auto& value : values) value = random() % 2 == 0 ? 1 : 0;
    return values;
}

Index rows_among(Random& random, std::size_t count, std::size_t among) {
    Index rows(count);
    for (auto& row : rows) row = static_cast<std::int32_t>(random() % among);
    return rows;
}

}  // namespace

LittleWorld::LittleWorld(std::size_t towns, std::size_t regions, std::size_t lanes_, std::uint64_t seed)
    : lanes(lanes_) {
    Random random(seed);
    schema.step = 0.5;
    schema.parameters = {{"half", 0.5}, {"three", 3.0}};
    add_kind("region", regions);
    add_kind("road", towns > 1 ? 2 * towns : 1);
    add_kind("town", towns);
    schema.rows = regions + 3 * towns;
    add_column("region", "area", ValueType::number, numbers(random, regions));
    add_column("region", "wealth", ValueType::number, numbers(random, regions * lanes));
    add_reference("region", "capital", "town", rows_among(random, regions, towns));
    add_column("town", "coastal", ValueType::truth, truths(random, towns));
    add_column("town", "open", ValueType::truth, truths(random, towns * lanes));
    add_column("town", "size", ValueType::number, numbers(random, towns));
    add_column("town", "x", ValueType::number, numbers(random, towns * lanes));
    add_column("town", "y", ValueType::number, numbers(random, towns * lanes));
    add_reference("town", "next", "town", rows_among(random, towns, towns));
    add_reference("town", "region", "region", rows_among(random, towns, regions));
    // Two roads from each town, to different ones.
    const auto roads = tables["road"].rows;
    Index from;
    Index to;
    for (std::size_t r = 0; r < roads; ++r) {
        const auto begin = r / 2;
        from.push_back(static_cast<std::int32_t>(begin));
        to.push_back(static_cast<std::int32_t>(
            towns > 1 ? (begin + 1 + (r % 2) * (begin % (towns - 1) + 1 < towns - 1 ? 1 : 0)) % towns : 0));
        if (r % 2 == 1 && to[r] == to[r - 1]) to[r] = static_cast<std::int32_t>(begin);
    }
    add_column("road", "flow", ValueType::number, numbers(random, roads * lanes));
    add_column("road", "km", ValueType::number, numbers(random, roads));
    add_reference("road", "from", "town", from);
    add_reference("road", "to", "town", to);
    auto& road = schema.kind(kind("road"));
    road.key = {0, 1};
    for (std::size_t r = 0; r < roads; ++r)
        road.row_of_key[static_cast<std::uint64_t>(from[r]) * towns + static_cast<std::uint64_t>(to[r])] =
            static_cast<std::int32_t>(r);
}

void LittleWorld::add_kind(const std::string& name, std::size_t rows) {
    schema.kind_of[name] = static_cast<KindId>(schema.kinds.size());
    auto& added = schema.kinds.emplace_back();
    added.name = name;
    for (std::size_t r = 0; r < rows; ++r) {
        added.rows.push_back(name + std::to_string(r));
        added.row_of[added.rows.back()] = static_cast<std::int32_t>(r);
    }
    tables[name].rows = rows;
}

void LittleWorld::add_column(const std::string& kind_name, const std::string& name, ValueType type,
                             std::vector<double> values) {
    auto& owner = schema.kind(kind(kind_name));
    auto& table = tables[kind_name];
    table.changing[name] = values.size() == table.rows * lanes &&
                           (name == "x" || name == "y" || name == "open" || name == "wealth" || name == "flow");
    ColumnSchema column{name, type, nullptr, SlotId::none};
    if (table.changing[name]) {
        column.slot = graph.add_slot(
            {Slot::Role::column, kind(kind_name), kind_name + "." + name, table.rows, type, NodeId::none});
        slot_[{kind_name, name}] = column.slot;
    } else {
        column.constant = std::make_shared<const Field>(values.begin(), values.end());
    }
    owner.members[name] = {Member::Type::column, owner.columns.size(), {}};
    owner.columns.push_back(column);
    table.columns[name] = std::move(values);
}

void LittleWorld::add_reference(const std::string& kind_name, const std::string& name, const std::string& to,
                                Index rows) {
    auto& owner = schema.kind(kind(kind_name));
    tables[kind_name].references[name] = rows;
    owner.members[name] = {Member::Type::reference, owner.references.size(), {}};
    owner.references.push_back({name, kind(to), graph.intern(std::move(rows))});
}

void LittleWorld::add_let(const std::string& kind_name, const std::string& name, const std::string& formula) {
    auto& owner = schema.kind(kind(kind_name));
    texts_.push_back(std::make_unique<Text>(text_of(formula)));
    syntax_.push_back(parse(*texts_.back(), diagnostics_));
    owner.members[name] = {Member::Type::let, owner.lets.size(), {}};
    owner.lets.push_back({name, texts_.back().get(), syntax_.back().get()});
}

double LittleWorld::number(const std::string& kind_name, const std::string& column, std::size_t row,
                           std::size_t lane) const {
    const auto& table = tables.at(kind_name);
    const auto& values = table.columns.at(column);
    return table.changing.at(column) ? values[row * lanes + lane] : values[row];
}

NodeId LittleWorld::lower(const std::string& kind_name, const std::string& formula) {
    if (!lowering_) lowering_ = std::make_unique<Lowering>(graph, schema, diagnostics_);
    texts_.push_back(std::make_unique<Text>(text_of(formula)));
    syntax_.push_back(parse(*texts_.back(), diagnostics_));
    Place place;
    place.name = "test";
    if (!kind_name.empty()) place.kind = kind(kind_name);
    const auto lowered = lowering_->lower(*texts_.back(), syntax_.back().get(), place);
    if (!lowered) throw std::runtime_error(to_text(diagnostics_.list().back()));
    if (lowered->present == NodeId::none) return lowered->node;
    const auto nothing = graph.constant(std::numeric_limits<double>::quiet_NaN(), lowered->type);
    return graph.apply(Op::select, lowered->type, lowered->present, lowered->node, nothing);
}

std::unique_ptr<Block> LittleWorld::compile(const std::string& kind_name, const std::string& formula) {
    const auto node = lower(kind_name, formula);
    if (!planner_) planner_ = std::make_unique<Planner>(graph);
    const auto domain = kind_name.empty() ? DomainId::scalar : graph.rows_of(kind(kind_name), tables[kind_name].rows);
    return planner_->plan(domain, {node});
}

void LittleWorld::bring_up_to_date(const Block& block, std::vector<std::uint8_t>& done) {
    auto needed = block.slots;
    needed.insert(needed.end(), block.gathered_slots.begin(), block.gathered_slots.end());
    for (const auto id : needed) {
        const auto slot = graph.slot(id);
        const auto definition = planner_->plan(graph.domain_of(id), {slot.definition}, id);
        done.resize(graph.slots().size(), 0);
        storage_.resize(graph.slots().size());
        memory_.slots.resize(graph.slots().size(), nullptr);
        if (done[index_of(id)] != 0) continue;
        done[index_of(id)] = 1;
        storage_[index_of(id)].assign(slot.rows * lanes, -7.0);
        memory_.slots[index_of(id)] = storage_[index_of(id)].data();
        bring_up_to_date(*definition, done);
        double* const output[] = {storage_[index_of(id)].data()};
        machine_.run_all(*definition, memory_, slot.rows, output);
    }
}

void LittleWorld::prepare(const Block& block) {
    memory_.lanes = lanes;
    memory_.time = time;
    storage_.assign(graph.slots().size(), {});
    memory_.slots.assign(graph.slots().size(), nullptr);
    for (const auto& [name, slot] : slot_) {
        storage_[index_of(slot)] = tables[name.first].columns[name.second];
        memory_.slots[index_of(slot)] = storage_[index_of(slot)].data();
    }
    std::vector<std::uint8_t> done;
    bring_up_to_date(block, done);
}

std::vector<double> LittleWorld::run(const Block& block) {
    prepare(block);
    const auto rows = graph.domain(block.domain).size;
    std::vector<double> values(rows * lanes, -8.0);
    double* const output[] = {values.data()};
    machine_.run_all(block, memory_, rows, output);
    return values;
}

std::vector<double> LittleWorld::run_by_tiles(const Block& block) {
    prepare(block);
    const auto rows = graph.domain(block.domain).size;
    const auto tile = Machine::tile_rows(lanes);
    std::vector<double> values(rows * lanes, -8.0);
    for (std::size_t begin = 0; begin < rows; begin += tile) {
        double* const output[] = {values.data() + begin * lanes};
        machine_.run(block, memory_, begin, std::min(rows, begin + tile), output);
    }
    return values;
}

std::vector<double> LittleWorld::compile_and_run(const std::string& kind_name, const std::string& formula) {
    return run(*compile(kind_name, formula));
}

}  // namespace hegemon::test
