#include <array>
#include <hegemon/verification.hpp>
#include <tuple>

#include "api/compiled.hpp"
#include "api/differences.hpp"
#include "api/run_differences.hpp"
#include "storage/content_comparison.hpp"
#include "storage/run_reader.hpp"
#include "storage/stored_content.hpp"

namespace hegemon {

namespace {

constexpr std::array<const char*, content_sorts> sort_names = {
    "file",   "scenario",  "arms",    "parameters", "rows and constants", "outcomes", "replicates",
    "events", "decisions", "columns", "sums"};

/// The digest of what lies in a file, and whether that is another one than the file carries.
std::string digest_of(const std::filesystem::path& path, bool& is_damaged) {
    const RunReader reader(path);  // says what is wrong with a file that is no run file
    auto digest = stored_digest(path, [&](const std::string&, const std::string&) { is_damaged = true; });
    is_damaged = is_damaged || (!reader.digest().empty() && reader.digest() != digest);
    return digest;
}

/// Earlier, and with a step sooner than without.
bool is_before(const FileDifference& a, const FileComparison& b) {
    if (!b.replicate) return true;
    return std::tuple(*a.replicate, a.step.value_or(0)) < std::tuple(*b.replicate, b.step.value_or(0));
}

/// Where the runs part: by the hashes of states, else by outcomes.
void find_parting(FileComparison& comparison) {
    for (const char* ending : {"/hash", "/outcomes/"}) {
        for (const auto& difference : comparison.differences) {
            if (difference.dataset.find(ending) == std::string::npos || !difference.replicate) continue;
            if (!is_before(difference, comparison)) continue;
            comparison.arm = difference.arm;
            comparison.replicate = difference.replicate;
            comparison.step = difference.step;
        }
        if (comparison.replicate) return;
    }
}

}  // namespace

FileComparison compare_files(const std::filesystem::path& first, const std::filesystem::path& second) {
    return with_public_errors([&] {
        FileComparison comparison;
        comparison.digest_first = digest_of(first, comparison.first_damaged);
        comparison.digest_second = digest_of(second, comparison.second_damaged);
        const RunReader one(first), other(second);
        comparison.runs = run_differences(one, other);
        comparison.common = common_replicates(one, other);
        const auto contents = compare_contents(first, second);
        for (std::size_t i = 0; i < content_sorts; ++i) {
            const auto& count = contents.counts.at(i);
            if (count.same + count.different + count.only_first + count.only_second == 0) continue;
            comparison.sorts.push_back(
                {sort_names.at(i), count.same, count.different, count.only_first, count.only_second});
        }
        for (const auto& mismatch : contents.mismatches) comparison.differences.push_back(to_public(mismatch));
        find_parting(comparison);
        return comparison;
    });
}

}  // namespace hegemon
