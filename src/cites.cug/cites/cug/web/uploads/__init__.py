"""Files that members give: judged by their content, scanned, cleaned."""
