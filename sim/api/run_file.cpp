#include <algorithm>
#include <hegemon/run_file.hpp>
#include <stdexcept>
#include <utility>

#include "api/compiled.hpp"
#include "api/opened.hpp"
#include "api/unknown_name.hpp"

namespace hegemon {

std::size_t RunFile::Opened::arm(const std::string& name) const {
    const auto& arms = reader.run().arms;
    if (name.empty() && !arms.empty()) return 0;
    const auto found = std::find_if(arms.begin(), arms.end(), [&](const auto& arm) { return arm.name == name; });
    if (found == arms.end()) {
        std::vector<std::string> names;
        for (const auto& arm : arms) names.push_back(arm.name);
        refuse_unknown("the run file", "arm", name, names);
    }
    return static_cast<std::size_t>(found - arms.begin());
}

RunFile::RunFile(std::filesystem::path path)
    : opened_(with_public_errors([&] { return std::make_unique<Opened>(std::move(path)); })) {}
RunFile::~RunFile() = default;
RunFile::RunFile(RunFile&&) noexcept = default;
RunFile& RunFile::operator=(RunFile&&) noexcept = default;

std::string RunFile::title() const { return opened_->reader.run().title; }
std::uint64_t RunFile::seed() const { return opened_->reader.run().seed; }
std::uint64_t RunFile::asked() const { return opened_->reader.run().replicates; }
std::string RunFile::digest() const { return opened_->reader.digest(); }

std::string RunFile::scenario_text() const {
    const auto& files = opened_->reader.run().files;
    return files.empty() ? std::string() : files.front().text;
}

std::vector<std::string> RunFile::arms() const {
    std::vector<std::string> names;
    for (const auto& arm : opened_->reader.run().arms) names.push_back(arm.name);
    return names;
}
std::vector<OutcomeInfo> RunFile::outcomes() const { return outcome_infos(opened_->reader.run()); }
std::vector<ParameterInfo> RunFile::parameters(const std::string& arm) const {
    return parameter_infos(opened_->reader.run().arms[opened_->arm(arm)]);
}

std::uint64_t RunFile::replicates(const std::string& arm) const {
    return with_public_errors([&] { return opened_->reader.done(opened_->arm(arm)); });
}

std::vector<FailedReplicate> RunFile::failures(const std::string& arm) const {
    return with_public_errors([&] {
        std::vector<FailedReplicate> failures;
        for (auto& failure : opened_->reader.failures(opened_->arm(arm))) {
            failures.push_back({failure.replicate, failure.step, std::move(failure.rule), std::move(failure.row),
                                std::move(failure.problem)});
        }
        return failures;
    });
}

Eigen::ArrayXd RunFile::outcome(const std::string& name, const std::string& arm) const {
    return with_public_errors([&]() -> Eigen::ArrayXd {
        const std::size_t index = opened_->arm(arm);
        const auto values = opened_->reader.outcome(index, name);
        const auto done = std::min<std::size_t>(values.size(), opened_->reader.done(index));
        return Eigen::Map<const Eigen::ArrayXd>(values.data(), static_cast<Eigen::Index>(done));
    });
}

}  // namespace hegemon
