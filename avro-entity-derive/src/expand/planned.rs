//! The part of `AvroDecode` that reads data of another schema, through a plan.
//!
//! Letter to the next reader. A plan says in which order the writer's fields come; so a record is read in a loop over the plan's
//! steps, with one match on one number: field `i` is read as it is (`3 * i`), takes its default (`3 * i + 1`), or is read
//! through another node (`3 * i + 2`); the numbers after all fields skip what the reader does not have. The numbers are constants
//! of the expansion, so that the compiler makes a table of jumps. Most fields come in the reader's order all the same: behind
//! each stands the code of the next one, which goes on when its step is the next. No name is compared here and none is known.
//!
//! A record with a flattened field is the exception: its steps run over fields of several Rust types in any order. There the
//! plan notes first where each field begins, and every type takes its fields from the notes, in its own order
//! (`decode_indexed`).

use super::decode::{is_read, own_place};
use super::place::{self, fail, guarded, step};
use super::{codec, default, run, same, variant};
use crate::model::{Content, Entity, Field, FieldDefault, Role, Shape, Variant};
use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote};
use syn::{Ident, Lifetime, Type};

pub(super) fn methods(entity: &Entity<'_>) -> TokenStream {
    match &entity.shape {
        Shape::Record(record) => structure(entity, &record.fields),
        Shape::Same { inner, fields } => delegated(entity, *inner, fields),
        Shape::Enum(variants) => enumeration(variants),
        Shape::Union(variants) => union(entity, variants),
        Shape::Converted(raw) => converted(raw),
    }
}

/// A method of the seam; `branch` where it is about a branch of a union.
fn method(name: &str, branch: bool, body: &TokenStream) -> TokenStream {
    let name = format_ident!("{name}");
    let branch = branch.then(|| quote!(__branch: __avro::u32,));
    quote! {
        fn #name(
            __decoder: &mut __avro::Decoder<'__de>,
            #branch
            __plan: __avro::Planned<'_>,
        ) -> __avro::Result<Self, __avro::Error> {
            #body
        }
    }
}

/// The same for a value that exists.
fn method_into(name: &str, branch: bool, body: &TokenStream) -> TokenStream {
    let name = format_ident!("{name}");
    let branch = branch.then(|| quote!(__branch: __avro::u32,));
    quote! {
        fn #name(
            &mut self,
            __decoder: &mut __avro::Decoder<'__de>,
            #branch
            __plan: __avro::Planned<'_>,
        ) -> __avro::Result<(), __avro::Error> {
            #body
        }
    }
}

fn method_indexed(body: &TokenStream) -> TokenStream {
    quote! {
        #[inline]
        fn decode_indexed(__fields: &mut __avro::Indexed<'_, '__de>) -> __avro::Result<Self, __avro::Error> {
            #body
        }
    }
}

fn has_flattened(fields: &[Field<'_>]) -> bool {
    fields.iter().any(|field| field.role == Role::Flattened)
}

fn structure(entity: &Entity<'_>, fields: &[Field<'_>]) -> TokenStream {
    let indexed = method_indexed(&guarded_if(entity, fields, read_indexed(&quote!(Self), fields, 0)));
    let changed = method("decode_changed", false, &guarded(entity, through(entity, &quote!(Self), fields, 0)));
    // Inlined, so that the caller need not copy the record that was just put together.
    let inline = run::inline(entity, fields);
    let followed = run::is_small(entity, fields)
        .then(|| method("decode_planned", false, &quote!(__avro::follow(__decoder, __plan))));
    let followed = followed.map(|followed| quote!(#inline #followed));
    let changed = quote!(#followed #inline #changed);
    if has_flattened(fields) {
        return quote!(#changed #indexed);
    }
    let places: Vec<TokenStream> = fields.iter().map(own_place).collect();
    let into = method_into("decode_changed_into", false, &guarded(entity, through_into(entity, fields, &places)));
    quote!(#changed #into #indexed)
}

/// `body` in a block that knows the places of errors, when there is a step that can fail.
fn guarded_if(entity: &Entity<'_>, fields: &[Field<'_>], body: TokenStream) -> TokenStream {
    if fields.iter().any(is_read) { guarded(entity, body) } else { body }
}

/// Leaves the block with the error that `result` may be, which is no field's.
fn or_fail(entity: &Entity<'_>, result: &TokenStream) -> TokenStream {
    let fail = fail(place::of_entity(entity));
    quote! {
        match #result {
            __avro::Ok(__value) => __value,
            __avro::Err(__error) => #fail,
        }
    }
}

/// The fields that steps number, with their place among all.
fn live<'e, 'a>(fields: &'e [Field<'a>]) -> impl Iterator<Item = (usize, &'e Field<'a>)> {
    fields.iter().enumerate().filter(|(_, field)| is_read(field))
}

/// Reads a record through the plan and returns `path` built of its fields.
fn through(entity: &Entity<'_>, path: &TokenStream, fields: &[Field<'_>], first: usize) -> TokenStream {
    if has_flattened(fields) {
        let index = or_fail(entity, &quote!(__plan.index(__decoder)));
        let read = read_indexed(path, fields, first);
        return quote! {
            let mut __indexed = #index;
            let __fields = &mut __indexed;
            #read
        };
    }
    let names: Vec<Ident> = (0..fields.len()).map(|index| format_ident!("__{index}")).collect();
    let locals = live(fields).filter_map(|(index, field)| {
        let (name, vacant) = (names.get(index)?, codec::vacant(field));
        Some(quote!(let mut #name = #vacant;))
    });
    let steps = steps(entity, fields, first, |index, value| {
        let name = names.get(index);
        quote!(__avro::fill(&mut #name, #value))
    });
    let missing = unexpected(entity);
    // Asked for all at once, so that there is one place that fails, with everything to drop, and none for each field.
    let lacks = live(fields).filter_map(|(index, _)| {
        let name = names.get(index)?;
        Some(quote!(#name.is_none()))
    });
    let lacks = lacks.reduce(|all, lacks| quote!(#all || #lacks)).map(|lacks| quote!(if #lacks { #missing }));
    let settled = live(fields).filter_map(|(index, _)| {
        let name = names.get(index)?;
        Some(quote!(let __avro::Some(#name) = #name else { #missing };))
    });
    let members = members(fields, &names);
    quote! {
        #(#locals)*
        #steps
        #lacks
        #(#settled)*
        return __avro::Ok(#path { #(#members),* });
    }
}

/// The fields of the value that is built: from the local of the same place, or what an ignored field has.
fn members(fields: &[Field<'_>], names: &[Ident]) -> Vec<TokenStream> {
    let member = |(field, name): (&Field<'_>, &Ident)| {
        let member = &field.member;
        match is_read(field) {
            true => quote!(#member: #name),
            false => {
                let value = default::ignored(field);
                quote!(#member: #value)
            }
        }
    };
    fields.iter().zip(names).map(member).collect()
}

/// Fails because the plan was made for another type.
fn unexpected(entity: &Entity<'_>) -> TokenStream {
    let fail = fail(place::of_entity(entity));
    quote! {
        let __error = __plan.unexpected(__decoder, "this record");
        #fail;
    }
}

/// The loop over the steps; `set` puts a value where field `index` goes.
fn steps(
    entity: &Entity<'_>,
    fields: &[Field<'_>],
    first: usize,
    set: impl Fn(usize, TokenStream) -> TokenStream,
) -> TokenStream {
    let ways = live(fields).enumerate().map(|(nth, (index, field))| {
        let fail = fail(first + index);
        let step = |read: TokenStream| {
            let set = set(index, quote!(__value));
            quote! {
                match #read {
                    __avro::Ok(__value) => #set,
                    __avro::Err(__error) => #fail,
                }
            }
        };
        Ways {
            read: step(codec::decode(field)),
            default: absent(field, &quote!(__avro::default_bytes(__record, #nth))).map(step),
            through: step(codec::decode_planned(field, &quote!(__plan.operand(__step.operand)))),
        }
    });
    looped(entity, &ways.collect::<Vec<_>>())
}

/// What each of the three steps of a field does.
struct Ways {
    read: TokenStream,
    default: Option<TokenStream>,
    through: TokenStream,
}

/// How many fields are read in a row before the next one is looked up again: blocks stand in each other as deep as this.
const ROW: usize = 16;

fn looped(entity: &Entity<'_>, ways: &[Ways]) -> TokenStream {
    let record = or_fail(entity, &quote!(__plan.record(__decoder)));
    let skip = step(&quote!(__plan.skip(*__step, __record, __decoder)), place::of_entity(entity));
    let rows = ways.chunks(ROW).zip((0..).step_by(ROW)).map(|(row, first)| in_a_row(row, first));
    let others = ways.iter().enumerate().map(|(nth, Ways { default, through, .. })| {
        let default = default.iter().map(|default| {
            let opcode = opcode(nth, 1);
            quote!(#opcode => { #default })
        });
        let opcode = opcode(nth, 2);
        quote!(#(#default)* #opcode => { #through })
    });
    let label = ways.first().map(|_| quote!('__steps:));
    quote! {
        let __record = #record;
        let mut __steps = __record.steps.iter();
        #label while let __avro::Some(__step) = __avro::core::iter::Iterator::next(&mut __steps) {
            match __step.opcode {
                #(#rows)*
                #(#others)*
                _ => { #skip }
            }
        }
    }
}

/// The number of a step that is about the field `nth`.
fn opcode(nth: usize, way: u32) -> u32 {
    3 * nth as u32 + way
}

/// The arm that reads fields as they are. Each goes on to the next one when that is the next step, without the jump that finds
/// it among all; the blocks are where the jump into their midst arrives.
fn in_a_row(row: &[Ways], first: usize) -> TokenStream {
    let labels: Vec<Lifetime> =
        (first..first + row.len()).map(|nth| Lifetime::new(&format!("'__{nth}"), Span::call_site())).collect();
    let opcodes: Vec<u32> = (first..first + row.len()).map(|nth| opcode(nth, 0)).collect();
    let entries = opcodes.iter().zip(&labels).map(|(opcode, label)| quote!(#opcode => break #label,));
    let jump = quote!(match __step.opcode { #(#entries)* _ => continue '__steps });
    let next = opcodes.iter().skip(1).map(|opcode| {
        quote! {
            if !__avro::goes_on(&mut __steps, #opcode) {
                continue '__steps;
            }
        }
    });
    let next = next.chain([TokenStream::new()]);
    let body = row.iter().zip(&labels).zip(next).fold(jump, |before, ((Ways { read, .. }, label), next)| {
        quote! {
            #label: { #before }
            #read
            #next
        }
    });
    quote!(#(#opcodes)|* => { #body })
}

/// The default of a field that the writer does not have, as a `Result`: the derive's own expression, or what the schema's JSON
/// is in bytes.
fn absent(field: &Field<'_>, bytes: &TokenStream) -> Option<TokenStream> {
    let ty = field.ty;
    match &field.default {
        FieldDefault::None => None,
        FieldDefault::Null => Some(quote!(__avro::Ok::<#ty, __avro::Error>(__avro::None))),
        FieldDefault::Value { .. } => {
            default::value(field).map(|value| quote!(__avro::Ok::<#ty, __avro::Error>(#value)))
        }
        FieldDefault::Json(_) => {
            let read = codec::decode(field);
            Some(quote!({
                let __decoder = &mut __avro::Decoder::new(#bytes);
                #read
            }))
        }
    }
}

/// The loop for a value that exists: fields are read into it.
fn through_into(entity: &Entity<'_>, fields: &[Field<'_>], places: &[TokenStream]) -> TokenStream {
    let ways = live(fields).zip(0usize..).filter_map(|((index, field), nth)| {
        let place = places.get(index)?;
        let default = absent(field, &quote!(__avro::default_bytes(__record, #nth)));
        let through = codec::decode_planned_into(field, place, &quote!(__plan.operand(__step.operand)));
        Some(Ways {
            read: step(&codec::decode_into(field, place), index),
            default: default.map(|default| step(&quote!(__avro::assign(#place, #default)), index)),
            through: step(&through, index),
        })
    });
    let looped = looped(entity, &ways.collect::<Vec<_>>());
    let ignored = fields.iter().zip(places).filter(|(field, _)| !is_read(field)).map(|(field, place)| {
        let value = default::ignored(field);
        quote!(*#place = #value;)
    });
    quote! {
        #looped
        #(#ignored)*
        return __avro::Ok(());
    }
}

/// Takes the fields of a record from the notes of where they begin, and returns `path` built of them.
fn read_indexed(path: &TokenStream, fields: &[Field<'_>], first: usize) -> TokenStream {
    let names: Vec<Ident> = (0..fields.len()).map(|index| format_ident!("__{index}")).collect();
    let reads = live(fields).filter_map(|(index, field)| {
        let (name, fail) = (names.get(index)?, fail(first + index));
        let read = indexed(field);
        Some(quote! {
            let #name = match #read {
                __avro::Ok(__value) => __value,
                __avro::Err(__error) => #fail,
            };
        })
    });
    let members = members(fields, &names);
    quote! {
        #(#reads)*
        return __avro::Ok(#path { #(#members),* });
    }
}

fn indexed(field: &Field<'_>) -> TokenStream {
    if field.role == Role::Flattened {
        return codec::decode_indexed(field);
    }
    let read = codec::decode(field);
    let planned = codec::decode_planned(field, &quote!(__plan));
    let default = match absent(field, &quote!(__bytes)) {
        Some(default) if matches!(field.default, FieldDefault::Json(_)) => quote!(|__bytes| #default),
        Some(default) => quote!(|_| #default),
        None => quote!(__avro::no_default),
    };
    quote!(__avro::indexed(__fields, |__decoder| #read, |__decoder, __plan| #planned, #default))
}

/// A newtype is read as its field.
fn delegated(entity: &Entity<'_>, inner: usize, fields: &[Field<'_>]) -> TokenStream {
    let Some(field) = same(entity) else { return TokenStream::new() };
    let others = || fields.iter().enumerate().filter(|(index, _)| *index != inner).map(|(_, field)| field);
    let members: Vec<TokenStream> = others()
        .map(|field| {
            let (member, value) = (&field.member, default::ignored(field));
            quote!(#member: #value)
        })
        .collect();
    let member = &field.member;
    let wrap = |read: TokenStream| {
        quote! {
            match #read {
                __avro::Ok(__value) => __avro::Ok(Self { #member: __value, #(#members),* }),
                __avro::Err(__error) => __avro::Err(__error),
            }
        }
    };
    let reset: Vec<TokenStream> = others()
        .map(|field| {
            let (member, value) = (&field.member, default::ignored(field));
            quote!(self.#member = #value;)
        })
        .collect();
    let (place, plan, branch) = (own_place(field), quote!(__plan), quote!(__branch));
    let into = codec::decode_planned_into(field, &place, &plan);
    let branch_into = codec::decode_branch_planned_into(field, &place, &branch);
    let whole = method("decode_planned", false, &wrap(codec::decode_planned(field, &plan)));
    let whole_into = method_into("decode_planned_into", false, &quote!(#(#reset)* #into));
    let branches = method("decode_branch_planned", true, &wrap(codec::decode_branch_planned(field, &branch)));
    let branches_into = method_into("decode_branch_planned_into", true, &quote!(#(#reset)* #branch_into));
    let indexed = method_indexed(&wrap(codec::decode_indexed(field)));
    quote!(#whole #whole_into #branches #branches_into #indexed)
}

fn converted(raw: &Type) -> TokenStream {
    let read = |call: TokenStream| {
        quote! {
            __avro::convert(
                __decoder,
                |__decoder| <#raw as __avro::AvroDecode<'__de>>::#call,
                <Self as __avro::TryFrom<#raw>>::try_from,
            )
        }
    };
    let whole = read(quote!(decode_planned(__decoder, __plan)));
    let branch = read(quote!(decode_branch_planned(__decoder, __branch, __plan)));
    let methods = [
        method("decode_planned", false, &whole),
        method_into("decode_planned_into", false, &quote!(__avro::assign(self, #whole))),
        method("decode_branch_planned", true, &branch),
        method_into("decode_branch_planned_into", true, &quote!(__avro::assign(self, #branch))),
        method_indexed(&quote! {
            __avro::convert_indexed(
                __fields,
                <#raw as __avro::AvroDecode<'__de>>::decode_indexed,
                <Self as __avro::TryFrom<#raw>>::try_from,
            )
        }),
    ];
    quote!(#(#methods)*)
}

fn enumeration(variants: &[Variant<'_>]) -> TokenStream {
    let live = variants.iter().filter(|variant| !variant.ignored).enumerate();
    let arms = live.map(|(index, variant)| {
        let ident = variant.ident;
        quote!(__avro::Ok(#index) => __avro::Ok(Self::#ident),)
    });
    let body = quote! {
        match __plan.symbol(__decoder) {
            #(#arms)*
            __avro::Ok(_) => __avro::Err(__plan.unexpected(__decoder, "this enum")),
            __avro::Err(__error) => __avro::Err(__error),
        }
    };
    method("decode_changed", false, &body)
}

fn union(entity: &Entity<'_>, variants: &[Variant<'_>]) -> TokenStream {
    let live = variants.iter().enumerate().filter(|(_, variant)| !variant.ignored).enumerate();
    let reads = live.map(|(nth, (index, one))| {
        let first = place::first_of(entity, index);
        let (at, end) = (variant::offset(variants, nth), variant::offset(variants, nth + 1));
        let read = match &one.content {
            Content::Newtype(field) => newtype(one, field, &at, first),
            _ => branch_record(entity, one, first),
        };
        quote!(if __branch < #end { #read })
    });
    let unexpected = quote!(return __avro::Err(__plan.unexpected(__decoder, "this union")););
    let body = quote!(#(#reads)* #unexpected);
    let fails = variants.iter().any(|variant| !variant.ignored);
    let body = if fails { guarded(entity, body) } else { body };
    let branches = method("decode_branch_planned", true, &body);
    let assign = quote! {
        __avro::assign(self, <Self as __avro::AvroDecode<'__de>>::decode_branch_planned(__decoder, __branch, __plan))
    };
    let branches_into = method_into("decode_branch_planned_into", true, &assign);
    quote!(#branches #branches_into)
}

fn newtype(variant: &Variant<'_>, field: &Field<'_>, at: &TokenStream, place: usize) -> TokenStream {
    let (ident, member) = (variant.ident, &field.member);
    let (read, fail) = (codec::decode_branch_planned(field, &quote!(__branch - #at)), fail(place));
    quote! {
        match #read {
            __avro::Ok(__value) => return __avro::Ok(Self::#ident { #member: __value }),
            __avro::Err(__error) => #fail,
        }
    }
}

/// A variant that is a record: what did not change is read as the branch it is.
fn branch_record(entity: &Entity<'_>, variant: &Variant<'_>, first: usize) -> TokenStream {
    let ident = variant.ident;
    let through = through(entity, &quote!(Self::#ident), variant.fields(), first);
    let follow = or_fail(entity, &quote!(__plan.follow(__decoder)));
    quote! {
        match #follow {
            __avro::Followed::Same => {
                return <Self as __avro::AvroDecode<'__de>>::decode_branch(__decoder, __branch);
            }
            __avro::Followed::Changed(__plan) => { #through }
            __avro::Followed::Union { .. } => {
                return __avro::Err(__plan.unexpected(__decoder, "this variant"));
            }
        }
    }
}
