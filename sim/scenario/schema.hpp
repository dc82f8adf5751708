#pragma once
/// The JSON schema of scenario files (draft 2020-12), put together from the tables of keys that the reader uses.
/// A "schema" below is the JSON text of one.
#include <string>
#include <string_view>

namespace hegemon {

/// All of it, for editors.
std::string schema_text();

namespace schema {

/// A JSON string.
std::string quoted(std::string_view text);

// values
std::string text();
std::string truth();
std::string name();
std::string expression();  ///< a string, a number, a truth
std::string formula();     ///< the same, or { is = ... }
std::string formulas();    ///< a table of them
std::string names();       ///< a list, none twice, at least one
std::string texts();       ///< the same of any strings
std::string range();       ///< [lowest, highest]
std::string moment();      ///< a date or a number
std::string length();      ///< a number or "10 weeks"
std::string end();         ///< a moment or a length

/// One of a few words, `words` being a table such as Reading::take_choice uses.
std::string choice_of(std::string_view list);
template <const auto& words>
std::string choice() {
    std::string list;
    for (const auto& one : words) list += (list.empty() ? "" : ", ") + quoted(one.word);
    return choice_of(list);
}

/// What another key at the top of the file has.
std::string same_as(std::string_view key);

/// A table whose keys are names, with values of one schema.
std::string map_of(const std::string& values);
/// The same with addresses, "town[north].water".
std::string addresses_of(const std::string& values);
std::string list_of(const std::string& items);  ///< at least one
std::string any_list_of(const std::string& items);
std::string both(const std::string& one, const std::string& other);
std::string any_of(const std::string& one, const std::string& other);
/// A table whose tables must have something each.
std::string each(const std::string& needs);
/// With a description.
std::string described(const std::string& schema, std::string_view says);

}  // namespace schema

}  // namespace hegemon
