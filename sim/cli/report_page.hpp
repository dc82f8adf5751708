#pragma once
/// The page of a report, one HTML file: a template that came with the program, with the data put in.
#include <filesystem>
#include <string>

namespace hegemon::cli {

/// What a page begins with and what stands where in it. `folder` is the one that came with the program.
/// Throws FileError (read) if the template is not there, or is none.
std::string page_template(const std::filesystem::path& folder);

/// `page` with its title and its data, which are packed already.
std::string filled_page(const std::string& page, const std::string& title, const std::string& data);

/// Whether something stands there that is no page of this kind, and must not be lost.
bool is_another_file(const std::filesystem::path& file);

/// Under another name first, so that a page is whole or not there. Throws FileError (create, write).
void write_page(const std::filesystem::path& file, const std::string& page);

}  // namespace hegemon::cli
