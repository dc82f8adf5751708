#pragma once
/// What the public classes hide, and how errors of the layers below become the public ones.
#include <filesystem>
#include <hegemon/scenario.hpp>
#include <memory>
#include <vector>

#include "api/row_tables.hpp"
#include "core/diagnostic.hpp"
#include "model/model.hpp"
#include "scenario/load_scenario.hpp"
#include "storage/errors.hpp"

namespace hegemon {

struct Scenario::Compiled {
    /// The scenario as written.
    [[nodiscard]] const Model& base() const { return *models.front(); }

    std::vector<std::shared_ptr<const Model>> models;  ///< the base, then each variant, compiled together
    std::vector<OutcomeInfo> outcomes;
    std::vector<ParameterInfo> parameters;
    std::vector<KindInfo> kinds;
    std::vector<VariantInfo> variants;
    RuleCounts rules;
    std::vector<Notice> warnings;
    std::vector<ArmRows> rows;   ///< [arm], as models
    std::vector<FileRead> read;  ///< the files that it consists of
};

std::vector<OutcomeInfo> outcome_infos(const RunDescription& run);
std::vector<ParameterInfo> parameter_infos(const ArmDescription& arm);

std::vector<Notice> notices_of(const std::vector<Diagnostic>& diagnostics);

/// Calls `work`; what the layers below throw leaves as FileError or InvalidScenario.
template <class Work>
auto with_public_errors(const Work& work) {
    try {
        return work();
    } catch (const ScenarioError& error) {
        throw InvalidScenario(error.what(), notices_of(error.diagnostics()));
    } catch (const CreateError& error) {
        throw FileError(FileError::Action::create, error.path(), error.what());
    } catch (const WriteError& error) {
        throw FileError(FileError::Action::write, error.path(), error.what());
    } catch (const ReadError& error) {
        throw FileError(FileError::Action::read, error.path(), error.what());
    } catch (const std::filesystem::filesystem_error& error) {
        throw FileError(FileError::Action::read, error.path1(), error.path1().string() + ": " + error.code().message());
    }
}

}  // namespace hegemon
