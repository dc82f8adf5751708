#include <fmt/format.h>

#include "scenario/schema.hpp"

namespace hegemon::schema {

namespace {

constexpr std::string_view name_pattern = "^[A-Za-z_][A-Za-z0-9_]*$";
constexpr std::string_view address_pattern = "^[^\\[]+\\[.*\\] *\\..+$";
constexpr std::string_view date_pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";
constexpr std::string_view length_pattern = "^[-+0-9.eE]+ +(hour|day|week|year|step)s?$";

std::string reference_to(std::string_view definition) { return fmt::format(R"({{"$ref": "#/$defs/{}"}})", definition); }

std::string matching(std::string_view pattern) {
    return fmt::format(R"({{"type": "string", "pattern": {}}})", quoted(pattern));
}

std::string distinct(const std::string& items) {
    return fmt::format(R"({{"type": "array", "items": {}, "minItems": 1, "uniqueItems": true}})", items);
}

}  // namespace

std::string quoted(std::string_view text) {
    std::string result = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') result += '\\';
        result += c;
    }
    return result + '"';
}

std::string text() { return R"({"type": "string"})"; }
std::string truth() { return R"({"type": "boolean"})"; }
std::string name() { return matching(name_pattern); }
std::string expression() { return R"({"type": ["string", "number", "boolean"]})"; }
std::string formula() { return reference_to("formula"); }
std::string formulas() { return map_of(formula()); }
std::string names() { return distinct(name()); }
std::string texts() { return distinct(text()); }
std::string range() { return R"({"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2})"; }
std::string moment() { return any_of(R"({"type": "number"})", matching(date_pattern)); }
std::string length() { return any_of(R"({"type": "number"})", matching(length_pattern)); }
std::string end() { return any_of(moment(), length()); }

std::string same_as(std::string_view key) { return fmt::format(R"({{"$ref": "#/properties/{}"}})", key); }

std::string choice_of(std::string_view list) { return fmt::format(R"({{"enum": [{}]}})", list); }

std::string map_of(const std::string& values) {
    return fmt::format(R"({{"type": "object", "propertyNames": {{"pattern": {}}}, "additionalProperties": {}}})",
                       quoted(name_pattern), values);
}

std::string addresses_of(const std::string& values) {
    return fmt::format(R"({{"type": "object", "propertyNames": {{"pattern": {}}}, "additionalProperties": {}}})",
                       quoted(address_pattern), values);
}

std::string list_of(const std::string& items) {
    return fmt::format(R"({{"type": "array", "items": {}, "minItems": 1}})", items);
}

std::string any_list_of(const std::string& items) { return fmt::format(R"({{"type": "array", "items": {}}})", items); }

std::string both(const std::string& one, const std::string& other) {
    return fmt::format(R"({{"allOf": [{}, {}]}})", one, other);
}

std::string any_of(const std::string& one, const std::string& other) {
    return fmt::format(R"({{"anyOf": [{}, {}]}})", one, other);
}

std::string each(const std::string& needs) { return fmt::format(R"({{"additionalProperties": {}}})", needs); }

/// Editors that know older drafts overlook what stands beside a "$ref".
std::string described(const std::string& schema, std::string_view says) {
    const bool refers = schema.rfind("{\"$ref\"", 0) == 0;
    return fmt::format("{{\"description\": {}, {}", quoted(says),
                       refers ? "\"allOf\": [" + schema + "]}" : schema.substr(1));
}

}  // namespace hegemon::schema
