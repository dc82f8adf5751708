#pragma once
/// The names that expressions may use, and what they mean. Filled by sim/model; kinds, rows and members in order of
/// name.
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "language/graph.hpp"
#include "language/syntax.hpp"

namespace hegemon {

struct ColumnSchema {
    std::string name;
    ValueType type = ValueType::number;
    FieldPtr constant;             ///< its values if it is a constant that no rule writes
    SlotId slot = SlotId::none;    ///< else where it lives
    SlotId demand = SlotId::none;  ///< of a capacity: what claims and commitments ask of it
    bool wrong = false;            ///< its start was found wrong: what reads it is not reported as well
};

struct ReferenceSchema {
    std::string name;
    KindId kind = KindId::none;
    IndexPtr rows;  ///< [row] -> row of `kind`
};

/// A formula that can be put in place of a name.
struct FormulaSchema {
    std::string name;
    const Text* text = nullptr;
    const Syntax* syntax = nullptr;  ///< null if it could not be read
    /// What holds until Schema::begun; null: always the same.
    const Text* before_text = nullptr;
    const Syntax* before_syntax = nullptr;
};

struct EventSchema {
    std::string name;
    SlotId fired = SlotId::none, rate = SlotId::none;
};

struct DecisionSchema {
    std::string name;
    std::vector<std::string> options;
    bool removed = false;  ///< never taken
    SlotId taken = SlotId::none, refused = SlotId::none;
    std::vector<SlotId> chosen;  ///< [option]
};

struct Member {
    enum class Type : std::uint8_t { column, capacity, reference, let, event, decision };
    Type type = Type::column;
    std::size_t index = 0;
    Span at;  ///< where it is declared
};

struct KindSchema {
    std::string name;
    std::vector<std::string> rows;
    bool unread = false;  ///< its rows could not be read: that one is not there is not reported as well
    std::unordered_map<std::string, std::int32_t> row_of;
    std::vector<std::size_t> key;  ///< indexes into `references`; empty: rows have names of their own
    std::unordered_map<std::uint64_t, std::int32_t> row_of_key;  ///< mixed-radix number of the key's rows -> row
    std::vector<ColumnSchema> columns;
    std::vector<ReferenceSchema> references;
    ReferenceSchema self;  ///< `this`, where a rule must name a reference: each row is its own
    std::vector<FormulaSchema> lets;
    std::vector<EventSchema> events;
    std::vector<DecisionSchema> decisions;
    std::map<std::string, Member, std::less<>> members;
};

struct FunctionSchema {
    std::vector<std::string> arguments;
    FormulaSchema body;
};

struct Schema {
    std::vector<KindSchema> kinds;
    std::size_t rows = 0;  ///< of all kinds together
    std::map<std::string, KindId, std::less<>> kind_of;
    double step = 0;  ///< length of a step; 0 before it is known
    std::map<std::string, double, std::less<>> parameters;
    std::map<std::string, double, std::less<>> later_parameters;  ///< those that have another value once it has begun
    SlotId begun =
        SlotId::none;  ///< of a variant that begins late: a truth, whether it has; none: nothing ever changes
    std::map<std::string, FunctionSchema, std::less<>> functions;

    [[nodiscard]] const KindSchema& kind(KindId id) const { return kinds[index_of(id)]; }
    KindSchema& kind(KindId id) { return kinds[index_of(id)]; }
};

/// Whether the language gives the name a meaning of its own, as a constant.
inline bool is_constant_name(std::string_view name) {
    return name == "ln2" || name == "pi" || name == "time" || name == "step";
}

/// Word for a type in messages: "number", "truth".
inline std::string word_for(ValueType type) { return type == ValueType::truth ? "truth" : "number"; }

}  // namespace hegemon
