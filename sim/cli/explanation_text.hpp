#pragma once
/// An explanation in plain words, and as JSON.
#include <functional>
#include <hegemon/explanation.hpp>
#include <string>
#include <vector>

#include "cli/json.hpp"

namespace hegemon::cli {

/// A heading, then paragraphs and a list, in lines of at most 100 characters.
std::string explanation_text(const Explanation& explanation);

/// One object with the same facts, and those that the text leaves out.
void write_explanation(JsonWriter& json, const Explanation& explanation);
/// Members of an object that is open: all but what is explained. `write` writes a value that stands for another
/// happening: what was taken away, the entry that made it happen.
using WriteHappening = std::function<void(const Happening&)>;
void write_explanation_members(JsonWriter& json, const Explanation& explanation, const WriteHappening& write);

/// One line for each, with their numbers.
std::string happenings_text(const std::vector<Happening>& happenings);
void write_happening(JsonWriter& json, const Happening& happening);
/// The same as the members of an object, which is open.
void write_happening_members(JsonWriter& json, const Happening& happening);

/// "clash on karabakh in the week from 2022-09-10 of replicate 7 (event 12)"
std::string happening_text(const Happening& happening);

/// Two digits: "2.9 %", "0.031 %", "99.6 %"; "0 %" and "100 %" are said of 0 and 1 only,
/// "under 0.001 %" of very little.
std::string chance_text(double chance);

}  // namespace hegemon::cli
