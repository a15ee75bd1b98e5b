//! Crates of the workspace that have roots and no gate: nothing is known of them, and nothing must not look like enough.

use super::args::Crates;
use crate::failure::Failure;
use avro_entity::compat::{Finding, Location, Severity, rule};
use avro_entity::gate::Exported;
use proc_macro2::{Span, TokenStream};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use syn::punctuated::Punctuated;
use syn::visit::Visit;
use syn::{Attribute, Meta, Token};

/// What `cargo metadata` says, as far as it is asked.
#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    dependencies: Vec<Dependency>,
    targets: Vec<Target>,
}

#[derive(Deserialize)]
struct Dependency {
    name: String,
    /// `dev`, `build`, or nothing for what the crate itself is built with.
    kind: Option<String>,
}

#[derive(Deserialize)]
struct Target {
    kind: Vec<String>,
    src_path: PathBuf,
}

/// A finding for each package that was asked for, has a type with `#[avro(root)]`, and has said nothing of its entities.
pub(super) fn findings(crates: &Crates, exported: &[Exported]) -> Result<Vec<Finding>, Failure> {
    let Some(rule) = rule("root-without-gate") else { return Ok(Vec::new()) };
    let store = super::crates::store(crates)?;
    let mut known = super::crates::packages(exported);
    known.extend(exported.iter().flat_map(|exported| &exported.entities).map(|entity| entity.package.as_str()));
    let is_asked = |package: &Package| crates.packages.is_empty() || crates.packages.contains(&package.name);
    let is_known = |package: &Package| known.contains(package.name.as_str());
    let mut findings = Vec::new();
    for package in metadata(crates)?.packages {
        if !is_asked(&package) || is_known(&package) || !package.uses_us() {
            continue;
        }
        if let Some(root) = package.first_root() {
            let message = format!("package `{}` has a type with `#[avro(root)]` and no gate", package.name);
            let mut finding = Finding::about_history(rule, &package.name, message);
            finding.severity = store.settings().severity(rule.id).unwrap_or(rule.severity);
            finding.new = Some(root);
            findings.push(finding);
        }
    }
    Ok(findings)
}

/// Says on standard error what entities are not known, where what is known is all that is asked for.
pub(super) fn warn(crates: &Crates, exported: &[Exported]) -> Result<(), Failure> {
    for finding in findings(crates, exported)?.iter().filter(|finding| finding.severity > Severity::Allow) {
        let place = finding.new.as_ref().map_or(String::new(), |root| format!(" ({}:{})", root.file, root.line));
        let _ = writeln!(io::stderr(), "warning: {}{place}: its entities are left out", finding.message);
    }
    Ok(())
}

fn metadata(crates: &Crates) -> Result<Metadata, Failure> {
    let mut cargo = super::crates::cargo();
    cargo.args(["metadata", "--no-deps", "--format-version", "1"]);
    if let Some(manifest) = &crates.manifest_path {
        cargo.arg("--manifest-path").arg(manifest);
    }
    let output = cargo.stdin(Stdio::null()).output().map_err(|error| Failure::io("cargo", &error))?;
    let metadata = serde_json::from_slice(&output.stdout);
    metadata.map_err(|error| {
        let said = String::from_utf8_lossy(&output.stderr);
        Failure::Run(format!("`cargo metadata` does not say what crates there are: {error}\n{}", said.trim_end()))
    })
}

impl Package {
    fn uses_us(&self) -> bool {
        self.dependencies.iter().any(|dependency| dependency.name == "avro-entity" && dependency.kind.is_none())
    }

    /// Where the first root in the sources of its library or its programs stands.
    fn first_root(&self) -> Option<Location> {
        let is_own = |target: &&Target| target.kind.iter().any(|kind| kind == "bin" || kind.ends_with("lib"));
        let folders: BTreeSet<&Path> =
            self.targets.iter().filter(is_own).filter_map(|target| target.src_path.parent()).collect();
        folders.into_iter().find_map(root_below)
    }
}

/// The first root in the Rust files of a folder and those inside it, but for other packages and what is built.
fn root_below(folder: &Path) -> Option<Location> {
    let entries = fs::read_dir(folder).ok()?;
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    paths.iter().find_map(|path| {
        if path.is_dir() {
            let is_other = path.join("Cargo.toml").exists() || path.join("CACHEDIR.TAG").exists();
            return if is_other { None } else { root_below(path) };
        }
        let text =
            fs::read_to_string(path).ok().filter(|_| path.extension().is_some_and(|extension| extension == "rs"))?;
        let at = root_in(&text)?.start();
        Some(Location::new(path.display().to_string(), at.line as u32, at.column as u32 + 1))
    })
}

/// The name of the first type with `#[avro(root)]` in the text of a Rust file.
fn root_in(text: &str) -> Option<Span> {
    // Most files have none, and need not be parsed.
    if !text.contains("root") {
        return None;
    }
    let mut roots = Roots(None);
    roots.visit_file(&syn::parse_file(text).ok()?);
    roots.0
}

/// Looks for the first root, in functions too.
struct Roots(Option<Span>);

impl<'ast> Visit<'ast> for Roots {
    fn visit_item_struct(&mut self, item: &'ast syn::ItemStruct) {
        self.look(&item.attrs, item.ident.span());
    }

    fn visit_item_enum(&mut self, item: &'ast syn::ItemEnum) {
        self.look(&item.attrs, item.ident.span());
    }
}

impl Roots {
    fn look(&mut self, attributes: &[Attribute], name: Span) {
        if self.0.is_none() && attributes.iter().any(|attribute| is_root(&attribute.meta)) {
            self.0 = Some(name);
        }
    }
}

/// Whether it is `avro(…, root, …)`, or `cfg_attr(…, avro(root))`.
fn is_root(meta: &Meta) -> bool {
    let Meta::List(list) = meta else { return false };
    let is_named = |names: &[&str]| names.iter().any(|name| list.path.is_ident(name));
    if is_named(&["avro", "avro_entity"]) {
        // What stands in it are not all of the form that attributes have.
        return parts(list.tokens.clone()).iter().any(|part| part == "root");
    }
    let inside = || list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated);
    is_named(&["cfg_attr"]) && inside().is_ok_and(|inside| inside.iter().skip(1).any(is_root))
}

/// What stands between the commas.
fn parts(tokens: TokenStream) -> Vec<String> {
    let mut parts = vec![String::new()];
    for token in tokens {
        match token.to_string() {
            comma if comma == "," => parts.push(String::new()),
            token => parts.last_mut().into_iter().for_each(|part| part.push_str(&token)),
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str) -> Option<usize> {
        root_in(text).map(|span| span.start().line)
    }

    #[test]
    fn a_root_is_found_wherever_the_word_stands_and_nothing_else_is_one() {
        assert_eq!(line("#[derive(AvroEntity)]\n#[avro(root)]\nstruct A;"), Some(3));
        assert_eq!(line("#[avro(name = \"x\", root, meta(a = 1))] enum A {}"), Some(1));
        assert_eq!(line("mod a { fn b() {\n#[avro_entity(namespace = NS, root)] struct A; } }"), Some(2));
        assert_eq!(line("#[cfg_attr(feature = \"avro\", derive(AvroEntity), avro(root))] struct A;"), Some(1));
        assert_eq!(
            line("/// `#[avro(root)]`\n#[avro(alias = \"root\")] struct A { #[avro(name = \"root\")] root: i32 }"),
            None
        );
        assert_eq!(line("const A: &str = \"#[avro(root)] struct A;\";"), None);
        assert_eq!(line("#[avro(root)] struct A"), None, "no Rust");
    }
}
