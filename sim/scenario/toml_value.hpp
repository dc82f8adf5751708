#pragma once
/// The values of a TOML file, each with the place where it stands. Copies keep their places (those of toml++ lose
/// them).
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/diagnostic.hpp"

namespace hegemon {

struct TomlEntry;
struct TomlValue;

struct TomlDate {
    int year = 0;
    unsigned month = 1, day = 1;
};

/// A date with a time of day, or a time of day alone: nothing in a scenario wants one.
struct TomlMoment {};

/// Entries in order of key (bytes), each key once.
struct TomlTable {
    std::vector<TomlEntry> entries;

    [[nodiscard]] const TomlEntry* find(std::string_view key) const;
    TomlEntry* find(std::string_view key);
    /// Puts an entry in, in the place of one with the same key.
    TomlEntry& put(TomlEntry entry);
    void erase(std::string_view key);
};

using TomlArray = std::vector<TomlValue>;

struct TomlValue {
    std::variant<TomlTable, TomlArray, Text, double, std::int64_t, bool, TomlDate, TomlMoment> data;
    Span at;  ///< of the whole value, quotes and brackets included; of a table with a heading, the key

    template <class T>
    [[nodiscard]] const T* as() const {
        return std::get_if<T>(&data);
    }
    template <class T>
    T* as() {
        return std::get_if<T>(&data);
    }
    [[nodiscard]] bool is_number() const { return as<double>() != nullptr || as<std::int64_t>() != nullptr; }
    /// Of a number.
    [[nodiscard]] double number() const;
    /// As it stands in the file.
    [[nodiscard]] std::string_view raw() const;
};

struct TomlEntry {
    Text key;
    TomlValue value;
};

/// Whether the same is written there, wherever it stands.
bool same_values(const TomlTable& a, const TomlTable& b);

/// "a table", "a number", ...: the type in a message.
std::string_view type_words(const TomlValue& value);

/// The shortest text that reads as the same number: "0.1", "-3", "1e+300".
std::string shortest(double number);

/// A number as the text of an expression, at the number's own place.
Text number_text(const TomlValue& number);

}  // namespace hegemon
