#include "scenario/variants.hpp"

#include <algorithm>

#include "scenario/late_variant.hpp"
#include "scenario/merge.hpp"
#include "scenario/overlay.hpp"
#include "scenario/read_scenario.hpp"
#include "scenario/schema.hpp"
#include "scenario/sections.hpp"
#include "scenario/variant_rules.hpp"

namespace hegemon {

namespace {

/// What a variant says besides the sections that it lays over the scenario.
struct OwnKey {
    std::string_view key;
    std::string (*schema)();
    const char* says;
};

std::string force_schema() { return schema::map_of(schema::name()); }

constexpr OwnKey own_keys[] = {
    {"title", schema::text, "what it asks, in short"},
    {"note", schema::text, "what it asks"},
    {"without", schema::texts, "rules and entries taken away: \"at.x\", \"event.x\", \"decision.x\", \"claim.x\""},
    {"force", force_schema, "DECISION = the option that is always taken, where it is on offer"},
    {"freeze", schema::texts, "columns and lets that keep their start value: \"KIND.NAME\""},
    {"from", schema::moment, "until then the variant is the scenario, to the bit"},
};
constexpr std::string_view patched[] = {"parameter", "function", "kind",     "rows",  "set",    "let",
                                        "flow",      "event",    "decision", "claim", "update", "at"};
constexpr std::string_view shared_keys[] = {"time",  "start",      "step",   "end",    "outcome",
                                            "model", "integrator", "record", "variant"};
/// What the state of the start follows from, and what formulas are made of.
constexpr std::string_view fixed_during_run[] = {"function", "kind", "rows", "set"};

template <std::size_t count>
bool is_among(const std::string& key, const std::string_view (&keys)[count]) {
    return std::find(std::begin(keys), std::end(keys), key) != std::end(keys);
}

bool is_own(const std::string& key) {
    return std::any_of(std::begin(own_keys), std::end(own_keys), [&](const OwnKey& own) { return own.key == key; });
}

bool contains(const Span& whole, const Span& part) {
    return whole.file == part.file && whole.begin <= part.begin && part.begin <= whole.begin + whole.length;
}

/// Whether a place is one of a key or value of the table.
bool stands_in(const TomlTable& table, const Span& place) {
    return std::any_of(table.entries.begin(), table.entries.end(), [&](const TomlEntry& entry) {
        if (contains(entry.key.at, place)) return true;
        const auto* inner = entry.value.as<TomlTable>();
        return inner != nullptr ? stands_in(*inner, place) : contains(entry.value.at, place);
    });
}

class VariantReader {
public:
    VariantReader(const VariantBase& base, const TomlEntry& variant)
        : base_(base), variant_(variant), table_(*variant.value.as<TomlTable>()), reading_(found_, base.limits) {}

    Declaration read() {
        TomlTable tree = base_.root;
        merge(tree, patch());
        const auto clock = read_scenario(reading_, tree, base_.top, base_.open_csv, result_);
        result_.arm = variant_.key.value;
        result_.arm_at = variant_.key.at;
        read_titles();
        const auto begins = read_from(clock);
        const std::size_t changes = apply_variant_rules(reading_, rules_, tree, begins, result_);
        if (found_.list().empty() && changes == 0 && same_values(tree, base_.root)) report_no_change();
        if (found_.list().empty() && begins) begin_late(reading_, base_.declaration, *begins, result_);
        for (const Diagnostic& diagnostic : found_.list()) result_.diagnostics.add(placed(diagnostic));
        return std::move(result_);
    }

private:
    /// What is laid over the scenario; the variant's own keys are kept apart.
    TomlTable patch() {
        TomlTable patch;
        for (const TomlEntry& entry : table_.entries) {
            const std::string& key = entry.key.value;
            if (is_among(key, patched)) {
                if (const auto* section = reading_.table(entry); section != nullptr && !section->entries.empty())
                    patch.put(entry);
            } else if (is_among(key, shared_keys)) {
                reading_.error(entry.key.at, messages::not_in_variant, key);
            } else if (!is_own(key)) {
                unknown_key(entry);
            }
        }
        rules_ = {table_.find("without"), table_.find("force"), table_.find("freeze")};
        check_parameters(patch);
        return patch;
    }

    void unknown_key(const TomlEntry& entry) {
        std::vector<std::string> known;
        for (const OwnKey& own : own_keys) known.emplace_back(own.key);
        known.insert(known.end(), std::begin(patched), std::end(patched));
        const std::string near = nearest(entry.key.value, known);
        reading_.add(complain(entry.key.at, messages::unknown_key, entry.key.value, "variant " + variant_.key.value),
                     near.empty() ? "known keys: " + list_words(known) : near + "?");
    }

    /// A parameter that only a variant has would be read by nothing, so its name is a slip.
    void check_parameters(TomlTable& patch) {
        TomlEntry* section = patch.find("parameter");
        if (section == nullptr) return;
        auto& parameters = *section->value.as<TomlTable>();
        const TomlEntry* base_section = base_.root.find("parameter");
        const auto* known = base_section != nullptr ? base_section->value.as<TomlTable>() : nullptr;
        std::erase_if(parameters.entries, [&](const TomlEntry& entry) {
            if (known != nullptr && known->find(entry.key.value) != nullptr) return false;
            unknown_parameter(reading_, entry.key.value, entry.key.at, base_.root);
            return true;
        });
    }

    void read_titles() {
        if (const TomlEntry* title = table_.find("title")) reading_.take_string(*title, result_.arm_title);
        if (const TomlEntry* note = table_.find("note")) reading_.take_string(*note, result_.arm_note);
    }

    std::optional<std::uint64_t> read_from(const std::optional<Clock>& clock) {
        const TomlEntry* from = table_.find("from");
        if (from == nullptr) return std::nullopt;
        for (const TomlEntry& entry : table_.entries)
            if (is_among(entry.key.value, fixed_during_run))
                reading_.error(entry.key.at, messages::begins_late, "[" + entry.key.value + "]");
        const auto acting = clock ? clock->acting(reading_, *from) : std::nullopt;
        if (!acting) return std::nullopt;
        check_early_entries(reading_, base_.declaration, acting->step, result_);
        return acting->step;
    }

    void report_no_change() {
        reading_.add(complain(variant_.key.at, messages::variant_changes_nothing, variant_.key.value),
                     "say what differs: a patch such as parameter.NAME = 1, or 'without', 'force' or 'freeze'");
    }

    Diagnostic placed(Diagnostic diagnostic) const {
        if (!contains(variant_.key.at, diagnostic.where) && !stands_in(table_, diagnostic.where))
            diagnostic.also.push_back({variant_.key.at, "in this variant"});
        return diagnostic;
    }

    const VariantBase& base_;
    const TomlEntry& variant_;
    const TomlTable& table_;
    VariantRules rules_;
    Declaration result_;
    Diagnostics found_;
    Reading reading_;
};

}  // namespace

/// Sections are those of the file itself.
std::string variants_schema() {
    std::string properties;
    for (const OwnKey& own : own_keys)
        properties += fmt::format("{}: {}, ", schema::quoted(own.key), schema::described(own.schema(), own.says));
    for (const auto& section : patched)
        properties += fmt::format("{}: {}{}", schema::quoted(section), schema::same_as(section),
                                  &section == std::end(patched) - 1 ? "" : ", ");
    return schema::map_of(
        fmt::format(R"({{"type": "object", "properties": {{{}}}, "additionalProperties": false}})", properties));
}

Declaration read_variant(const VariantBase& base, const TomlEntry& variant) {
    return VariantReader(base, variant).read();
}

}  // namespace hegemon
