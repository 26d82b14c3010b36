//! PowerShell's way to the environment: `$env:NAME`; every other `$name` is its own.

use super::{declaration, reader};
use crate::doc::Text;
use crate::dockerfile::Variable;
use crate::explain::command;
use crate::explain::compose::text;
use crate::explain::scene::Scene;
use crate::shell::Dialect;
use crate::source::Span;

/// The name of the environment's variable that a reference means: in PowerShell the name
/// behind `$env:`. `None` for a variable of PowerShell's own, and where `cmd` reads the text.
pub(in crate::explain) fn name_span(scene: &Scene<'_>, variable: &Variable) -> Option<Span> {
    if !reader(scene, variable.span).is_shell() {
        return Some(variable.name);
    }
    match command::dialect(scene) {
        Dialect::PowerShell => {
            let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
            let rest = scene.raw(Span::new(variable.name.end, scene.instruction.span.end));
            let name = rest.strip_prefix(':')?;
            let length = name.bytes().take_while(is_name).count() as u32;
            let start = variable.name.end + 1;
            let is_environment = scene.raw(variable.name).eq_ignore_ascii_case("env");
            (is_environment && length > 0).then(|| Span::new(start, start + length))
        }
        Dialect::Cmd => None,
        _ => Some(variable.name),
    }
}

/// In PowerShell: `$env:NAME` is a variable of the environment, every other one its own.
pub(super) fn explain(scene: &Scene<'_>, variable: &Variable) -> Text {
    let Some(span) = name_span(scene, variable) else {
        let values = [("name", scene.raw(variable.name))];
        return text(
            "`${name}` is a variable of PowerShell's own; `$env:` before a name reads those of ENV and ARG.",
            &values,
        );
    };
    let name = scene.raw(span);
    let Some(declared) = declaration(scene, span, variable.span) else {
        let template = "`$env:{name}`: no ENV or ARG above sets it in this stage, so it is empty unless the base image or the command itself sets it.";
        return text(template, &[("name", name)]);
    };
    let line = scene.line(declared.instruction.span);
    let keyword = declared.keyword.name();
    let template = format!(
        "`$env:{{name}}` is the variable of the {keyword} on line {line}. PowerShell replaces it when the command runs."
    );
    text(&template, &[("name", name)])
}
