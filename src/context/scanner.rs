//! Scanners for known weaknesses, as the settings of build services name them.

/// A scanner for known weaknesses that the settings of a build service name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scanner {
    /// What it is called.
    pub name: &'static str,
    /// The file that names it, from the root of the repository.
    pub file: String,
}

impl Scanner {
    /// Words that name a scanner of images, and what it is called.
    const WORDS: [(&'static str, &'static str); 8] = [
        ("trivy", "Trivy"),
        ("grype", "Grype"),
        ("anchore/scan-action", "Grype"),
        ("snyk", "Snyk"),
        ("docker scout", "Docker Scout"),
        ("docker/scout-action", "Docker Scout"),
        ("container_scanning", "the container scanning of GitLab"),
        ("clair", "Clair"),
    ];

    /// The scanners that a file of settings names outside its comments, each once.
    pub fn named_in(file: &str, text: &str) -> Vec<Self> {
        let mut found: Vec<Self> = Vec::new();
        for line in text.lines() {
            let line = line.split(" #").next().unwrap_or_default().trim().to_ascii_lowercase();
            let is_comment = line.starts_with('#') || line.starts_with("//");
            for (word, name) in Self::WORDS {
                if !is_comment && names(&line, word) && !found.iter().any(|it| it.name == name) {
                    found.push(Self { name, file: file.to_owned() });
                }
            }
        }
        found
    }
}

/// Whether a word stands in a line, and not within another one.
fn names(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let is_letter = |letter: Option<char>| letter.is_some_and(char::is_alphabetic);
        !is_letter(line[..at].chars().next_back())
            && !is_letter(line[at + word.len()..].chars().next())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scanner_is_named_by_a_word_of_its_own() {
        let named = |text: &str| -> Vec<&str> {
            Scanner::named_in("ci.yml", text).into_iter().map(|it| it.name).collect()
        };
        assert_eq!(
            named("- uses: aquasecurity/trivy-action@v1\n- run: trivy image x\n"),
            ["Trivy"]
        );
        assert_eq!(named("# trivy later\nrun: make # grype\n"), [""; 0]);
        assert_eq!(
            named("run: docker scout cves x\nuses: snyk/actions/docker@master"),
            ["Docker Scout", "Snyk"]
        );
        assert_eq!(named("éclair: eclairs\nname: declaire"), [""; 0]);
    }
}
