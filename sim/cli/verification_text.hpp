#pragma once
/// What `verify` found, in words and as JSON.
#include <hegemon/verification.hpp>
#include <string>

namespace hegemon::cli {

std::string verification_text(const std::string& file, const Verification& found);
std::string verification_json(const std::string& file, const Verification& found);
std::string files_text(const std::string& first, const std::string& second, const FileComparison& found);
std::string files_json(const std::string& first, const std::string& second, const FileComparison& found);

}  // namespace hegemon::cli
