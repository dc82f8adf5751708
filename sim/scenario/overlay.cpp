#include "scenario/overlay.hpp"

#include <charconv>
#include <cmath>
#include <optional>

#include "scenario/file_source.hpp"

namespace hegemon {

namespace {

/// The number that the whole text is; infinite if it is out of range. Nothing if it is an expression.
std::optional<double> as_number(const std::string& text) {
    double number = 0;
    const char *first = text.data() + (text.starts_with('+') ? 1 : 0), *last = text.data() + text.size();
    const auto [end, error] = std::from_chars(first, last, number);
    if (end != last || error == std::errc::invalid_argument) return std::nullopt;
    return error == std::errc() ? number : HUGE_VAL;
}

/// A number in its shortest form, which is one in TOML too; any other text as it is.
std::string canonical(const std::string& value) {
    const auto number = as_number(value);
    return number && std::isfinite(*number) ? shortest(*number) : value;
}

struct Setting {
    std::string name, value;
    Span name_at, value_at;
};

std::vector<Setting> as_file(const std::vector<std::pair<std::string, std::string>>& set) {
    std::string text;
    std::vector<Setting> settings;
    for (const auto& [name, given] : set) {
        const std::string value = canonical(given);
        settings.push_back(
            {name, value, {nullptr, text.size(), name.size()}, {nullptr, text.size() + name.size() + 1, value.size()}});
        text += name + "=" + value + "\n";
    }
    const auto file = std::make_shared<const SourceFile>(SourceFile{"--set", std::move(text)});
    for (Setting& setting : settings) setting.name_at.file = setting.value_at.file = file;
    return settings;
}

TomlValue read_value(Reading& reading, const Setting& setting) {
    const auto number = as_number(setting.value);
    if (!number) return {Text{setting.value, setting.value_at, {}}, setting.value_at};
    if (!std::isfinite(*number)) reading.error(setting.value_at, messages::number_not_finite, setting.value);
    return {*number, setting.value_at};
}

/// The tables of a section; null if there is none.
const TomlTable* section_of(const TomlTable& root, std::string_view key) {
    const TomlEntry* section = root.find(key);
    return section != nullptr ? section->value.as<TomlTable>() : nullptr;
}

/// What the name stands for, if it is no parameter: "gossip is an event, not a parameter"; "" if for nothing.
std::string other_meaning(const TomlTable& root, const std::string& name) {
    struct Meaning {
        std::string_view section, words;
    };
    constexpr Meaning removable[] = {
        {"event", "an event"}, {"decision", "a decision"}, {"claim", "a claim"}, {"at", "an entry of the calendar"}};
    constexpr Meaning lasting[] = {
        {"function", "a function"}, {"kind", "a kind"}, {"outcome", "an outcome"}, {"variant", "a variant"}};
    const auto is_in = [&](const Meaning& meaning) {
        const TomlTable* section = section_of(root, meaning.section);
        return section != nullptr && section->find(name) != nullptr;
    };
    for (const Meaning& meaning : removable)
        if (is_in(meaning))
            return fmt::format("{0} is {1}, not a parameter; a variant can leave it out: without = [\"{2}.{0}\"]", name,
                               meaning.words, meaning.section);
    for (const Meaning& meaning : lasting)
        if (is_in(meaning)) return fmt::format("{} is {}, not a parameter", name, meaning.words);
    return {};
}

}  // namespace

void unknown_parameter(Reading& reading, const std::string& name, const Span& at, const TomlTable& root) {
    std::string hint = other_meaning(root, name);
    std::vector<std::string> known;
    if (const TomlTable* parameters = section_of(root, "parameter"))
        for (const TomlEntry& entry : parameters->entries) known.push_back(entry.key.value);
    if (const std::string near = nearest(name, known); hint.empty() && !near.empty()) hint = near + "?";
    reading.add(complain(at, messages::unknown_parameter, name), std::move(hint));
}

void apply_overlay(Reading& reading, const std::vector<std::pair<std::string, std::string>>& set, TomlTable& root) {
    TomlEntry* section = root.find("parameter");
    auto* parameters = section != nullptr ? section->value.as<TomlTable>() : nullptr;
    for (const Setting& setting : as_file(set)) {
        TomlEntry* parameter = parameters != nullptr ? parameters->find(setting.name) : nullptr;
        auto* table = parameter != nullptr ? parameter->value.as<TomlTable>() : nullptr;
        if (table == nullptr) {
            unknown_parameter(reading, setting.name, setting.name_at, root);
        } else if (setting.value.find_first_not_of(" \t") == std::string::npos) {
            reading.error(setting.value_at, messages::empty_value, setting.name);
        } else {
            const Text key{"value", setting.name_at, std::vector<std::size_t>(5, setting.name_at.begin)};
            table->put({key, read_value(reading, setting)});
        }
    }
}

}  // namespace hegemon
