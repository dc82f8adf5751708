#include "scenario/fields.hpp"
#include "scenario/sections.hpp"

namespace hegemon {

namespace {

constexpr TableField<ClaimDeclaration> claim_fields[] = {
    {"on",
     [](Reading& reading, const TomlEntry& entry, ClaimDeclaration& claim) {
         if (auto kind = reading.name(entry)) claim.on = std::move(*kind);
     },
     schema::name, "the kind on each of whose rows capacity is bound", Need::required},
    {"payer",
     [](Reading& reading, const TomlEntry& entry, ClaimDeclaration& claim) {
         if (auto payer = reading.reference(entry)) claim.payer = std::move(*payer);
     },
     schema::name, "whose capacity: a reference of the kind, or `this`", Need::required},
    {"when", [](Reading& r, const TomlEntry& e, ClaimDeclaration& claim) { claim.when = r.formula(e); },
     schema::formula, "only where this holds"},
};

}  // namespace

std::string claims_schema() {
    return schema::map_of(table_schema(claim_fields, schema::described(schema::formula(), "how much of it is bound")));
}
std::string claims_needs() { return schema::each(needs_schema(claim_fields)); }

void read_claims(Reading& reading, const TomlEntry& section, std::vector<ClaimDeclaration>& claims) {
    read_each(reading, section, claims, [&](const TomlEntry& entry, const TomlTable& table) {
        ClaimDeclaration claim;
        claim.name = reading.name(entry.key);
        bool has_amount = false;
        const auto read_amount = [&](const TomlEntry& amount) {
            has_amount = true;
            Name capacity = reading.name(amount.key);
            if (auto formula = reading.formula(amount))
                claim.amounts.push_back({std::move(capacity), std::move(*formula)});
        };
        read_fields(reading, table, claim_fields, claim, {"claim " + entry.key.value, entry.key.at}, read_amount);
        if (!has_amount)
            reading.add(complain(entry.key.at, messages::claims_nothing, entry.key.value),
                        "write CAPACITY = \"how much of it\"");
        return claim;
    });
}

}  // namespace hegemon
