#include "scenario/toml_value.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace hegemon {

namespace {

bool before(const TomlEntry& entry, std::string_view key) { return entry.key.value < key; }

bool same_value(const TomlValue& a, const TomlValue& b) {
    if (a.data.index() != b.data.index()) return false;
    if (const auto* table = a.as<TomlTable>()) return same_values(*table, *b.as<TomlTable>());
    if (const auto* array = a.as<TomlArray>()) return std::ranges::equal(*array, *b.as<TomlArray>(), same_value);
    if (const auto* text = a.as<Text>()) return text->value == b.as<Text>()->value;
    return a.raw() == b.raw();
}

}  // namespace

TomlEntry* TomlTable::find(std::string_view key) {
    const auto found = std::lower_bound(entries.begin(), entries.end(), key, before);
    return found != entries.end() && found->key.value == key ? &*found : nullptr;
}

const TomlEntry* TomlTable::find(std::string_view key) const { return const_cast<TomlTable*>(this)->find(key); }

TomlEntry& TomlTable::put(TomlEntry entry) {
    const auto place = std::lower_bound(entries.begin(), entries.end(), std::string_view(entry.key.value), before);
    if (place == entries.end() || place->key.value != entry.key.value) return *entries.insert(place, std::move(entry));
    *place = std::move(entry);
    return *place;
}

void TomlTable::erase(std::string_view key) {
    std::erase_if(entries, [key](const TomlEntry& entry) { return entry.key.value == key; });
}

double TomlValue::number() const {
    if (const auto* whole = as<std::int64_t>()) return static_cast<double>(*whole);
    return *as<double>();
}

std::string_view TomlValue::raw() const { return std::string_view(at.file->text).substr(at.begin, at.length); }

bool same_values(const TomlTable& a, const TomlTable& b) {
    return std::ranges::equal(a.entries, b.entries, [](const TomlEntry& one, const TomlEntry& other) {
        return one.key.value == other.key.value && same_value(one.value, other.value);
    });
}

std::string_view type_words(const TomlValue& value) {
    static constexpr std::array<std::string_view, 8> words{"a table",  "an array", "a string", "a number",
                                                           "a number", "a truth",  "a date",   "a time of day"};
    return words.at(value.data.index());
}

std::string shortest(double number) {
    std::array<char, 32> buffer{};
    const auto result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number);
    return {buffer.data(), result.ptr};
}

Text number_text(const TomlValue& number) {
    const auto* whole = number.as<std::int64_t>();
    Text text{whole != nullptr ? std::to_string(*whole) : shortest(*number.as<double>()), number.at, {}};
    if (text.value != number.raw()) {
        for (std::size_t i = 0; i < text.value.size(); ++i)
            text.origin.push_back(number.at.begin + std::min(i, number.at.length - 1));
    }
    return text;
}

}  // namespace hegemon
