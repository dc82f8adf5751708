#include "scenario/schema.hpp"

#include <fmt/format.h>

#include <vector>

#include "scenario/read_scenario.hpp"
#include "scenario/reading.hpp"

namespace hegemon {

namespace {

/// One member a line, lists of scalars in one: for people, and for version control.
class Layout {
public:
    std::string lay_out(std::string_view json) {
        for (std::size_t i = 0; i < json.size(); ++i) {
            const char c = json[i];
            if (c == '"') {
                i = put_string(json, i);
            } else if (c == '{' || c == '[') {
                open(json, i);
            } else if (c == '}' || c == ']') {
                close(c);
            } else if (c == ',') {
                out_ += c;
                next();
            } else if (c != ' ' && c != '\n') {
                out_ += c;
            } else if (c == ' ' && out_.back() == ':') {
                out_ += ' ';
            }
        }
        return out_ + '\n';
    }

private:
    /// Returns where its closing quote stands.
    std::size_t put_string(std::string_view json, std::size_t begin) {
        std::size_t end = begin + 1;
        while (json[end] != '"') end += json[end] == '\\' ? 2 : 1;
        out_ += json.substr(begin, end + 1 - begin);
        return end;
    }

    void open(std::string_view json, std::size_t at) {
        out_ += json[at];
        const std::size_t end = json.find_first_of("{}[]", at + 1);
        flat_.push_back(json[end] == '}' || json[end] == ']');
        if (!flat_.back()) new_line();
    }

    void close(char end) {
        const bool was_flat = flat_.back();
        flat_.pop_back();
        if (!was_flat) new_line();
        out_ += end;
    }

    void next() { flat_.back() ? void(out_ += ' ') : new_line(); }
    void new_line() { out_.append("\n").append(2 * flat_.size(), ' '); }

    std::string out_;
    std::vector<bool> flat_;  ///< of what is open: whether it stands in one line
};

}  // namespace

/// What must be there is asked only of files that are laid over nothing; `end` only of those with rows, since a model
/// has none.
std::string schema_text() {
    constexpr auto form = R"({{
"$schema": "https://json-schema.org/draft/2020-12/schema",
"title": "hegemon scenario",
"description": "A scenario or model of hegemon, TOML. Its language is described in scenarios/README.md.",
"type": "object",
"properties": {{{properties}}},
"additionalProperties": false,
"if": {{"not": {{"required": ["model"]}}}},
"then": {{"properties": {{{needs}}}, "dependentRequired": {{"rows": ["end"]}}}},
"$defs": {{"formula": {formula}}}
}})";
    return Layout().lay_out(fmt::format(form, fmt::arg("properties", sections_schema()),
                                        fmt::arg("needs", sections_needs()), fmt::arg("formula", formula_schema())));
}

}  // namespace hegemon
