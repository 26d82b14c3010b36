//! Names that mean something by themselves: variables, and images without an entry of their own.

use super::Knowledge;
use super::stored::blob::Blob;

/// Our own table: texts by what they are of and a name (`variables PATH`, `endings TOKEN`,
/// `images nginx`).
const TABLE: Blob<'static> = Blob::new(include_bytes!(concat!(env!("OUT_DIR"), "/names.blob")));

fn get(of: &str, name: &str) -> Option<&'static str> {
    TABLE.text(&format!("{of} {name}"))
}

/// Beginnings of variables that are all settings of one program.
const SETTINGS: [(&str, &str); 34] = [
    ("PIP_", "pip"),
    ("UV_", "uv"),
    ("POETRY_", "Poetry"),
    ("PIPENV_", "Pipenv"),
    ("NPM_CONFIG_", "npm"),
    ("YARN_", "Yarn"),
    ("BUNDLE_", "Bundler"),
    ("COMPOSER_", "Composer"),
    ("CARGO_", "Cargo"),
    ("DOTNET_", ".NET"),
    ("COMPLUS_", ".NET"),
    ("ASPNETCORE_", "ASP.NET"),
    ("FLASK_", "Flask"),
    ("GUNICORN_", "Gunicorn"),
    ("CONDA_", "conda"),
    ("GF_", "Grafana"),
    ("COREPACK_", "Corepack"),
    ("HOMEBREW_", "Homebrew"),
    ("PLAYWRIGHT_", "Playwright"),
    ("BUILDKIT_", "BuildKit"),
    ("ANSIBLE_", "Ansible"),
    ("SPRING_", "Spring"),
    ("QUARKUS_", "Quarkus"),
    ("KAFKA_", "Kafka"),
    ("KC_", "Keycloak"),
    ("OTEL_", "OpenTelemetry"),
    ("WORDPRESS_", "WordPress"),
    ("AIRFLOW__", "Airflow"),
    ("NUXT_", "Nuxt"),
    ("NEXT_PUBLIC_", "the pages of a Next.js application, readable for everybody"),
    ("VITE_", "the pages of a Vite application, readable for everybody"),
    ("REACT_APP_", "the pages of a React application, readable for everybody"),
    ("TF_VAR_", "Terraform's files, which call it a variable"),
    ("VLLM_", "vLLM"),
];

/// What a variable is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VariableMeaning {
    /// The end of a sentence that begins with "It".
    pub about: String,
    /// Whether only the habit of naming says so.
    pub by_name: bool,
}

impl Knowledge {
    /// What a variable of this name is for; `None` where the name says nothing.
    pub fn variable(&self, name: &str) -> Option<VariableMeaning> {
        let added = self.added().and_then(|it| it.variable(name));
        added.or_else(|| variable(name))
    }

    /// What an image is, by its familiar name without tag, as the end of "It is …"; says
    /// nothing about what is inside. `None` where the tables do not know it.
    pub fn image(&self, name: &str) -> Option<&str> {
        let added = self.added().and_then(|it| {
            let texts = it.images.iter().map(|(name, told)| (name.as_str(), told.text.as_str()));
            it.images.get(name).map(|told| told.text.as_str()).or_else(|| by_start(texts, name))
        });
        added.or_else(|| image(name))
    }
}

/// What our own table says of a variable, or of an image, by exactly this name.
pub(super) fn by_name(name: &str) -> [(&'static str, Option<&'static str>); 2] {
    [("variable", get("variables", name)), ("image", get("images", name))]
}

/// The names of all variables and images of our own table.
pub(super) fn all() -> impl Iterator<Item = &'static str> {
    TABLE.beginning("variables ").chain(TABLE.beginning("images ")).map(|(name, _)| name)
}

/// What our own table says of a variable.
fn variable(name: &str) -> Option<VariableMeaning> {
    let upper = name.to_ascii_uppercase();
    let exact = get("variables", name).or_else(|| get("variables", &upper));
    if let Some(about) = exact {
        return Some(VariableMeaning { about: about.to_owned(), by_name: false });
    }
    let setting = SETTINGS.iter().find(|(start, _)| upper.starts_with(start));
    // What a file calls `UV_VERSION` is its own variable, not a setting.
    let own = ["_VERSION", "_SHA256", "_URL", "_CHECKSUM"].iter().any(|end| upper.ends_with(end));
    if let Some((_, program)) = setting.filter(|_| !own) {
        let about = format!("is a setting of {program}");
        return Some(VariableMeaning { about, by_name: true });
    }
    // `Logging__LogLevel__Default`: a path in .NET's settings.
    if name.contains("__") && name.contains(|it: char| it.is_ascii_lowercase()) {
        let about = "is a setting of .NET, where `__` parts the levels".to_owned();
        return Some(VariableMeaning { about, by_name: true });
    }
    let last = upper.trim_end_matches(|it: char| it.is_ascii_digit() || it == '_');
    let last = last.rsplit(['_', '-', '.']).next().unwrap_or(last);
    // `dpkgArch`, `downloadUrl`: the last word of a name in small letters.
    let hump =
        name.rfind(|it: char| it.is_ascii_uppercase()).map(|at| name[at..].to_ascii_uppercase());
    let words = [Some(last.to_owned()), Some(upper.clone()), hump];
    let by_word = words.into_iter().flatten().find_map(|word| get("endings", &word));
    // `ACCESSTOKEN`: long words are told apart without a sign between.
    let within = || {
        let mut long = TABLE.texts("endings ").filter(|(end, _)| end.len() > 4);
        long.find(|(end, _)| upper.ends_with(end)).map(|(_, about)| about)
    };
    let about = by_word.or_else(within)?;
    Some(VariableMeaning { about: about.to_owned(), by_name: true })
}

/// What our own table says of an image.
fn image(name: &str) -> Option<&'static str> {
    get("images", name).or_else(|| by_start(TABLE.texts("images "), name))
}

/// The text of the longest name that stands for all that begin with it.
fn by_start<'t>(texts: impl Iterator<Item = (&'t str, &'t str)>, name: &str) -> Option<&'t str> {
    let fits = texts.filter(|(start, _)| {
        (start.ends_with(['/', '-']) || start.starts_with("mcr.")) && name.starts_with(start)
    });
    fits.max_by_key(|(start, _)| start.len()).map(|(_, text)| text)
}
