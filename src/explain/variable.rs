//! References to variables: who replaces them, and where their value could come from.
//!
//! Only what the syntax decides is said. Values that build arguments or the
//! base image decide are named as such.

mod powershell;

pub(super) use powershell::name_span;

use super::command;
use super::compose::text;
use super::inherit::{Declaration, Inherited};
use super::mask;
use super::scene::Scene;
use super::survey::unquoted;
use crate::doc::Text;
use crate::dockerfile::{Arguments, Form, Instruction, Keyword, Variable};
use crate::knowledge;
use crate::shell::Dialect;
use crate::source::Span;

/// Who replaces a variable.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reader {
    /// BuildKit, with the global arguments only.
    Global,
    /// BuildKit, with the variables of the stage.
    Stage,
    /// The shell of a RUN.
    RunShell,
    /// A shell in the started container.
    ContainerShell,
    /// Nobody: it stays as it is.
    Nobody,
    /// The build that starts from this image.
    Later,
}

impl Reader {
    fn is_shell(self) -> bool {
        matches!(self, Reader::RunShell | Reader::ContainerShell)
    }
}

/// The references of the instruction; what an ONBUILD holds back has them at the ONBUILD.
fn of<'a>(scene: &Scene<'a>) -> &'a [Variable] {
    match scene.survey.instruction(scene.index) {
        Some(outer) if scene.waits && scene.instruction.variables.is_empty() => &outer.variables,
        _ => &scene.instruction.variables,
    }
}

/// The variable reference that covers a place of the instruction.
pub(super) fn at<'a>(scene: &Scene<'a>, span: Span) -> Option<&'a Variable> {
    let variables = of(scene);
    let behind = variables.partition_point(|variable| variable.span.start <= span.start);
    variables.get(behind.checked_sub(1)?).filter(|variable| variable.span.overlaps(span))
}

/// The variables inside a span.
pub(super) fn within<'a>(scene: &Scene<'a>, span: Span) -> impl Iterator<Item = &'a Variable> {
    let variables = of(scene);
    let first = variables.partition_point(|variable| variable.span.start < span.start);
    variables[first..].iter().take_while(move |variable| span.covers(variable.span))
}

/// Explains the first variables inside a span, each as one text.
pub(super) fn explain_within(scene: &Scene<'_>, span: Span) -> Vec<Text> {
    let texts = within(scene, span).take(8).map(|variable| explain(scene, variable));
    texts.map(super::compose::join).collect()
}

/// Whether a span holds a variable.
pub(super) fn is_in(scene: &Scene<'_>, span: Span) -> bool {
    within(scene, span).next().is_some()
}

/// The global ARGs that the variables inside a span of a FROM refer to.
pub(super) fn declared_by(scene: &Scene<'_>, span: Span) -> Vec<Span> {
    within(scene, span)
        .filter_map(|variable| {
            scene.survey.declared_globally(scene.raw(variable.name), scene.index)
        })
        .map(|declared| declared.instruction.span)
        .collect()
}

/// The ENV or ARG of the file whose value a reference stands for; `None` where the file has
/// none that holds there, or nobody replaces the reference.
pub(super) fn declaration<'a>(
    scene: &Scene<'a>,
    name: Span,
    span: Span,
) -> Option<Declaration<'a>> {
    declared_for(scene, scene.raw(name), reader(scene, span))
}

/// As [`declaration`], for a shell that the JSON form starts.
pub(super) fn declaration_for_shell<'a>(scene: &Scene<'a>, name: Span) -> Option<Declaration<'a>> {
    let reader = match scene.instruction.keyword {
        _ if scene.waits => Reader::Later,
        Some(Keyword::Run) => Reader::RunShell,
        _ => Reader::ContainerShell,
    };
    declared_for(scene, scene.raw(name), reader)
}

fn declared_for<'a>(scene: &Scene<'a>, name: &str, reader: Reader) -> Option<Declaration<'a>> {
    match reader {
        Reader::Nobody | Reader::Later => None,
        Reader::RunShell if scene.assigns(name) => None,
        Reader::Global => scene.survey.declared_globally(name, scene.index),
        Reader::ContainerShell => scene.survey.in_container(name, scene.stage()),
        Reader::Stage | Reader::RunShell => {
            match scene.survey.declared_in_stage(name, scene.stage(), scene.index) {
                Inherited::Known(declared, _) => Some(declared),
                _ => None,
            }
        }
    }
}

/// Explains one reference.
pub(super) fn explain(scene: &Scene<'_>, variable: &Variable) -> Vec<Text> {
    let name = scene.raw(variable.name);
    let reader = reader(scene, variable.span);
    if reader.is_shell() && command::dialect(scene) == Dialect::PowerShell {
        return vec![powershell::explain(scene, variable)];
    }
    let mut texts = vec![origin(scene, name, reader)];
    let operator = variable.operator.map(|span| scene.raw(span));
    let known = operator.and_then(|sign| knowledge::variables().operators.get(sign));
    if let (Some(meaning), true) = (known, reader != Reader::Nobody) {
        texts.push(text(&format!("{}.", capitalized(meaning)), &[]));
    }
    texts
}

fn capitalized(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// Who replaces a variable at this place of the instruction.
fn reader(scene: &Scene<'_>, span: Span) -> Reader {
    match reader_by_rule(scene, span) {
        Reader::Global | Reader::Stage | Reader::RunShell if scene.waits => Reader::Later,
        reader => reader,
    }
}

fn reader_by_rule(scene: &Scene<'_>, span: Span) -> Reader {
    let in_flag = scene.instruction.flags.iter().find(|flag| flag.span.covers(span));
    let by_builder = if scene.stage().is_none() { Reader::Global } else { Reader::Stage };
    let Some(keyword) = scene.instruction.keyword else { return Reader::Nobody };
    let flag = in_flag.map(|flag| scene.raw(flag.name));
    match (keyword, flag) {
        (Keyword::From, _) => Reader::Global,
        (Keyword::Onbuild, _) => Reader::Later,
        (
            Keyword::Copy | Keyword::Add,
            Some("from" | "exclude" | "link" | "parents" | "unpack" | "keep-git-dir"),
        ) => Reader::Nobody,
        (Keyword::Run, Some("mount")) => by_builder,
        (Keyword::Run | Keyword::Healthcheck, Some(_)) => Reader::Nobody,
        (Keyword::Shell | Keyword::Maintainer, _) => Reader::Nobody,
        (Keyword::Run, None) if is_json(scene.instruction) => Reader::Nobody,
        (Keyword::Run, None) => Reader::RunShell,
        (Keyword::Cmd | Keyword::Entrypoint | Keyword::Healthcheck, None) => {
            if is_json(scene.instruction) { Reader::Nobody } else { Reader::ContainerShell }
        }
        _ => by_builder,
    }
}

fn is_json(instruction: &Instruction) -> bool {
    match &instruction.arguments {
        Arguments::Command(command) => command.form == Form::Json,
        Arguments::Healthcheck(health) => {
            health.command.as_ref().is_some_and(|command| command.form == Form::Json)
        }
        _ => false,
    }
}

/// Where the value of a variable could come from.
fn origin(scene: &Scene<'_>, name: &str, reader: Reader) -> Text {
    let plain = |template: &str| text(template, &[("name", name)]);
    match reader {
        Reader::Nobody => {
            plain("`${name}` stays as it is written: no shell and no builder replaces it here.")
        }
        Reader::Later => plain("`${name}` is replaced in the build that starts from this image."),
        Reader::Global => global_origin(scene, name),
        Reader::Stage => {
            stage_origin(scene, name, "BuildKit replaces it before the instruction is carried out.")
        }
        Reader::RunShell if scene.assigns(name) => {
            plain("`${name}` is a variable of the shell; this command sets it itself.")
        }
        Reader::RunShell => {
            stage_origin(scene, name, "The shell replaces it when the command runs.")
        }
        Reader::ContainerShell => container_origin(scene, name),
    }
}

/// In FROM and in global ARGs: only the ARGs above the first FROM count.
fn global_origin(scene: &Scene<'_>, name: &str) -> Text {
    if let Some(declared) = scene.survey.declared_globally(name, scene.index) {
        return argument(scene, name, &declared, "");
    }
    if let Some(meaning) = knowledge::variables().platform_arguments.get(name) {
        return text(&format!("`${{name}}` is set by BuildKit: {meaning}."), &[("name", name)]);
    }
    let in_stage = scene.survey.first_declared(Keyword::Arg, name, 0..scene.index);
    let template = match in_stage {
        Some(declared) => format!(
            "`${{name}}` is empty here: FROM sees only the ARGs above the first FROM, not the one on line {}.",
            scene.line(declared.instruction.span)
        ),
        None => "`${name}` is empty here: no ARG above the first FROM declares it.".to_owned(),
    };
    text(&template, &[("name", name)])
}

/// In a stage: the ENVs and ARGs above in the stage and in the stages it starts from.
fn stage_origin(scene: &Scene<'_>, name: &str, who: &str) -> Text {
    let found = scene.survey.declared_in_stage(name, scene.stage(), scene.index);
    let values = [("name", name)];
    match found {
        Inherited::Known(declared, _) if declared.keyword == Keyword::Env => {
            environment(scene, name, &declared, who)
        }
        Inherited::Known(declared, _) => argument(scene, name, &declared, who),
        Inherited::Variable(_) | Inherited::TooFar => {
            text("Where `${name}` comes from is too far away to say.", &values)
        }
        Inherited::Base | Inherited::Scratch if name == "PATH" => search_path(scene),
        Inherited::Base | Inherited::Scratch => {
            let tail = match found {
                Inherited::Scratch => "it is empty",
                _ => "it is empty unless the base image sets it",
            };
            undeclared(scene, name, tail)
        }
    }
}

/// `PATH`, which a stage always has: BuildKit sets it where the base image does not.
fn search_path(scene: &Scene<'_>) -> Text {
    let template = if scene.survey.starts_from_nothing(scene.stage()) {
        "`$PATH` is Docker's default here, `/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`: the stage starts from nothing."
    } else {
        "`$PATH` is what the base image says; nothing above in this stage sets it."
    };
    text(template, &[])
}

/// A variable that nothing in the stage declares.
fn undeclared(scene: &Scene<'_>, name: &str, tail: &str) -> Text {
    let values = [("name", name)];
    if let Some(declared) = scene.survey.declared_globally(name, u32::MAX) {
        let template = format!(
            "`${{name}}`: the ARG on line {} stands above the first FROM and does not reach into a stage, so {tail}. `ARG {{name}}` in the stage brings it in.",
            scene.line(declared.instruction.span)
        );
        return text(&template, &values);
    }
    let stage = scene.stage().and_then(|id| scene.survey.stage(id));
    let part = scene.index + 1..stage.map_or(0, |stage| stage.instructions.end);
    let later = [Keyword::Env, Keyword::Arg]
        .iter()
        .filter_map(|keyword| scene.survey.first_declared(*keyword, name, part.clone()))
        .min_by_key(|at| at.index);
    if let Some(declared) = later {
        let template = format!(
            "`${{name}}` is declared only later, on line {}, so here {tail}.",
            scene.line(declared.instruction.span)
        );
        return text(&template, &values);
    }
    let known = knowledge::variables();
    if let Some(meaning) = known.platform_arguments.get(name) {
        let template = format!(
            "`${{name}}` would be {meaning}, but a stage has it only below `ARG {{name}}`; here {tail}."
        );
        return text(&template, &values);
    }
    if known.predefined_arguments.names.iter().any(|proxy| proxy == name) {
        return text(
            &format!("`${{name}}`: {}", lower_first(&known.predefined_arguments.about)),
            &values,
        );
    }
    text(&format!("Nothing above sets `${{name}}` in this stage: {tail}."), &values)
}

fn lower_first(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or(String::new(), |first| first.to_lowercase().chain(letters).collect())
}

/// A variable that an ENV sets.
fn environment(scene: &Scene<'_>, name: &str, declared: &Declaration<'_>, who: &str) -> Text {
    let line = scene.line(declared.instruction.span);
    let value = shown_value(scene, declared);
    let template =
        format!("`${{name}}` is the variable that ENV on line {line} sets to {{value}}. {who}");
    text(&template, &[("name", name), ("value", &value)])
}

/// A variable that an ARG declares.
fn argument(scene: &Scene<'_>, name: &str, declared: &Declaration<'_>, who: &str) -> Text {
    let line = scene.line(declared.instruction.span);
    let head = format!("`${{name}}` is the build argument of line {line}");
    let (template, value) = if declared.pair.value.is_some() {
        (
            format!("{head}: `--build-arg {{name}}=…` chooses it, else it is {{value}}. {who}"),
            shown_value(scene, declared),
        )
    } else if let Some(global) = scene
        .survey
        .declared_globally(name, declared.index)
        .filter(|_| declared.instruction.stage.is_some())
    {
        let from = scene.line(global.instruction.span);
        let rest = match &global.pair.value {
            Some(_) => format!(
                "`--build-arg {{name}}=…` chooses it, else it is {{value}}, the default of line {from}. {who}"
            ),
            None => format!(
                "`--build-arg {{name}}=…` gives it a value; neither it nor line {from} has a default. {who}"
            ),
        };
        (format!("{head}: {rest}"), shown_value(scene, &global))
    } else if let Some(meaning) = knowledge::variables().platform_arguments.get(name) {
        (format!("{head}. BuildKit sets it: {meaning}. {who}"), String::new())
    } else {
        (
            format!(
                "{head}, which has no default: it is empty unless `--build-arg {{name}}=…` or the base image gives it a value. {who}"
            ),
            String::new(),
        )
    };
    text(template.trim_end(), &[("name", name), ("value", &value)])
}

/// The value of a declaration as it may be shown.
fn shown_value(scene: &Scene<'_>, declared: &Declaration<'_>) -> String {
    let Some(value) = &declared.pair.value else { return String::new() };
    let secrets = mask::secret_spans_of(scene.file, declared.instruction);
    unquoted(&mask::masked(scene.file, value.span, &secrets)).to_owned()
}

/// In the shell form of CMD, ENTRYPOINT and HEALTHCHECK: the container's environment.
fn container_origin(scene: &Scene<'_>, name: &str) -> Text {
    let who = "A shell in the container replaces it each time; `docker run --env` can change it.";
    if let Some(declared) = scene.survey.in_container(name, scene.stage()) {
        return environment(scene, name, &declared, who);
    }
    match scene.survey.declared_in_stage(name, scene.stage(), scene.index) {
        Inherited::Known(declared, _) => {
            let template = format!(
                "`${{name}}`: the ARG on line {} exists only during the build. A container has the variable only if an ENV, the base image or `docker run --env` sets it.",
                scene.line(declared.instruction.span)
            );
            text(&template, &[("name", name)])
        }
        _ => text(
            "No ENV in this file sets `${name}` for this stage: a container has it only if the base image or `docker run --env` sets it.",
            &[("name", name)],
        ),
    }
}
