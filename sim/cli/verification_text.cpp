#include "cli/verification_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "cli/json.hpp"
#include "cli/table.hpp"
#include "cli/text.hpp"

namespace hegemon::cli {

namespace {

constexpr std::size_t most_listed = 20;
constexpr std::size_t longest_value = 40;

/// What a stranger's file says, short enough for a table.
std::string cell(const std::string& text) {
    const std::string shown = printable(text);
    return shown.size() <= longest_value ? shown : shown.substr(0, longest_value) + "...";
}

std::string dataset_text(const FileDifference& difference) {
    return cell(difference.dataset) + (difference.attribute.empty() ? "" : " " + cell(difference.attribute));
}

/// "replicate 12, step 40, row town"
std::string place_text(const FileDifference& difference) {
    std::string text;
    const auto add = [&](const std::string& part) { text += (text.empty() ? "" : ", ") + part; };
    if (difference.replicate) add(fmt::format("replicate {}", *difference.replicate));
    if (difference.step) add(fmt::format("step {}", *difference.step));
    if (!difference.row.empty()) add("row " + cell(difference.row));
    return text;
}

std::string differences_text(const std::vector<FileDifference>& differences, const std::string& one,
                             const std::string& other) {
    if (differences.empty()) return {};
    std::vector<std::vector<std::string>> lines = {{"dataset", "first difference", one, other, "values"}};
    std::vector<std::string> notes = {""};
    for (std::size_t i = 0; i < std::min(most_listed, differences.size()); ++i) {
        const auto& difference = differences[i];
        lines.push_back({dataset_text(difference), place_text(difference), cell(difference.stored),
                         cell(difference.computed), std::to_string(difference.count)});
        notes.push_back(printable(difference.problem));
    }
    std::string text = "\n" + table_text(lines, notes);
    if (differences.size() > most_listed) text += fmt::format("and {} more\n", differences.size() - most_listed);
    return text;
}

void write_differences(JsonWriter& json, const std::vector<FileDifference>& differences) {
    json.key("differences").begin_list();
    for (const auto& difference : differences) {
        json.begin_object().key("dataset").value(difference.dataset);
        if (!difference.attribute.empty()) json.key("attribute").value(difference.attribute);
        if (!difference.arm.empty()) json.key("arm").value(difference.arm);
        if (difference.replicate) json.key("replicate").value(*difference.replicate);
        if (difference.step) json.key("step").value(*difference.step);
        if (!difference.row.empty()) json.key("row").value(difference.row);
        json.key("stored").value(difference.stored).key("computed").value(difference.computed);
        json.key("problem").value(difference.problem).key("count").value(difference.count).end();
    }
    json.end();
}

/// The first that belongs to a replicate.
const FileDifference* first_in_run(const std::vector<FileDifference>& differences) {
    const auto found = std::find_if(differences.begin(), differences.end(),
                                    [](const FileDifference& difference) { return difference.replicate.has_value(); });
    return found == differences.end() ? nullptr : &*found;
}

std::string digest_text(const Verification& found) {
    if (found.part) return "digest      none: the run was cut short; what is done is compared\n";
    if (found.digest_stored == found.digest_found) return "digest      " + found.digest_found + ", as stored\n";
    return "digest      " + found.digest_found + " of the content\n            " + printable(found.digest_stored) +
           " as stored: the file was changed\n";
}

std::string compared_text(const Verification& found) {
    if (!found.not_repeatable.empty())
        return "compared    nothing: the run cannot be computed again\n            " + printable(found.not_repeatable) +
               '\n';
    std::string text = fmt::format(
        "compared    {} of {} replicates of each arm, computed again from the scenario in "
        "the file\n",
        found.compared, found.replicates);
    if (!found.complete) text += "            stopped before the end\n";
    return text;
}

/// What the digest sees and the comparison does not.
std::string left_text(const Verification& found) {
    const bool is_unexplained =
        found.complete && found.differences.empty() && found.digest_stored != found.digest_found;
    if (!is_unexplained) return {};
    if (found.compared < found.replicates)
        return "\nNone of the replicates that were computed again differs. Without --sample all are compared.\n";
    return "\nEvery number is the same: what was changed is a name, a remark or the digest itself.\n";
}

/// What was run otherwise, one a line.
std::string runs_text(const FileComparison& found) {
    if (found.runs.empty()) return "run         the same scenario, parameters, arms, seed, replicates and recording\n";
    std::string text;
    for (const auto& one : found.runs)
        text += fmt::format("{:<11} {} in the first, {} in the second\n", printable(one.what), cell(one.first),
                            cell(one.second));
    return text;
}

/// What two runs have in common though they are not the same.
std::string common_text(const FileComparison& found) {
    std::string text;
    for (const auto& common : found.common)
        text += fmt::format("{:<11} {} of the {} that both have of arm {} came out the same\n",
                            text.empty() ? "in common" : "", common.same, count_text(common.compared, "replicate"),
                            printable(common.arm));
    return text;
}

std::string sorts_text(const FileComparison& found) {
    std::vector<std::vector<std::string>> lines = {{"datasets", "same", "different", "only first", "only second"}};
    for (const auto& sort : found.sorts)
        lines.push_back({sort.sort, std::to_string(sort.same), std::to_string(sort.different),
                         std::to_string(sort.only_first), std::to_string(sort.only_second)});
    return "\n" + table_text(lines, std::vector<std::string>(lines.size()));
}

}  // namespace

std::string verification_text(const std::string& file, const Verification& found) {
    std::string verdict = "the same";
    if (!found.same())
        verdict = !found.differences.empty() || found.digest_stored != found.digest_found ? "DIFFERS" : "not compared";
    std::string text = printable(file) + ": " + verdict + '\n' + digest_text(found) + compared_text(found);
    if (const auto* first = first_in_run(found.differences))
        text += fmt::format("first       {} of arm {}\n", place_text(*first), printable(first->arm));
    return text + differences_text(found.differences, "in the file", "computed again") + left_text(found);
}

std::string verification_json(const std::string& file, const Verification& found) {
    JsonWriter json;
    json.begin_object().key("file").value(file).key("same").truth(found.same());
    json.key("part").truth(found.part).key("complete").truth(found.complete);
    json.key("digest_stored").value(found.digest_stored).key("digest_found").value(found.digest_found);
    json.key("replicates").value(found.replicates).key("compared").value(found.compared);
    json.key("not_repeatable").value(found.not_repeatable);
    write_differences(json, found.differences);
    return json.end().text() + '\n';
}

std::string files_text(const std::string& first, const std::string& second, const FileComparison& found) {
    std::string text = fmt::format("{} and {}: {}\n", printable(first), printable(second),
                                   found.same() ? "the same content" : "DIFFER");
    text += fmt::format("first       {}{}\n", found.digest_first,
                        found.first_damaged ? ", not the digest that it carries: see `hegemon verify` of it" : "");
    text += fmt::format("second      {}{}\n", found.digest_second,
                        found.second_damaged ? ", not the digest that it carries: see `hegemon verify` of it" : "");
    if (found.same()) return text;
    text += runs_text(found) + common_text(found);
    if (found.replicate)
        text += fmt::format("they part   in arm {}, replicate {}{}\n", printable(found.arm), *found.replicate,
                            found.step ? fmt::format(", step {}", *found.step) : "");
    return text + sorts_text(found) + differences_text(found.differences, "first", "second");
}

std::string files_json(const std::string& first, const std::string& second, const FileComparison& found) {
    JsonWriter json;
    json.begin_object().key("first").value(first).key("second").value(second).key("same").truth(found.same());
    json.key("digest_first").value(found.digest_first).key("digest_second").value(found.digest_second);
    json.key("first_damaged").truth(found.first_damaged).key("second_damaged").truth(found.second_damaged);
    if (found.replicate) json.key("arm").value(found.arm).key("replicate").value(*found.replicate);
    if (found.step) json.key("step").value(*found.step);
    json.key("runs").begin_list();
    for (const auto& one : found.runs)
        json.begin_object()
            .key("what")
            .value(one.what)
            .key("first")
            .value(one.first)
            .key("second")
            .value(one.second)
            .end();
    json.end().key("common").begin_list();
    for (const auto& one : found.common)
        json.begin_object()
            .key("arm")
            .value(one.arm)
            .key("compared")
            .value(one.compared)
            .key("same")
            .value(one.same)
            .end();
    json.end().key("sorts").begin_list();
    for (const auto& sort : found.sorts)
        json.begin_object()
            .key("sort")
            .value(sort.sort)
            .key("same")
            .value(sort.same)
            .key("different")
            .value(sort.different)
            .key("only_first")
            .value(sort.only_first)
            .key("only_second")
            .value(sort.only_second)
            .end();
    json.end();
    write_differences(json, found.differences);
    return json.end().text() + '\n';
}

}  // namespace hegemon::cli
