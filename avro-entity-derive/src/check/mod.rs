//! The rules that a type has to keep, one function each, headed by the rule and its reason.

mod defaults;
mod fields;
mod names;
mod properties;
mod types;
mod variants;

use crate::ctxt::Ctxt;
use crate::expand::Traits;
use crate::model::Entity;

pub(crate) fn judge(ctxt: &Ctxt, entity: &Entity<'_>, traits: Traits) {
    types::conversion_is_whole(ctxt, entity);
    types::unnamed_types_have_no_name(ctxt, entity);
    types::keys_fit_the_kind(ctxt, entity);
    types::renamed_structs_have_named_fields(ctxt, entity);
    types::bounds_are_of_parameters(ctxt, entity);
    types::does_not_contain_itself(ctxt, entity);

    names::are_legal(ctxt, entity);
    names::are_unique(ctxt, entity);
    names::aliases_are_earlier_names(ctxt, entity);
    properties::leave_the_attributes_of_avro_alone(ctxt, entity);

    variants::there_is_one(ctxt, entity);
    variants::repr_fits(ctxt, entity);
    variants::symbols_have_names_only(ctxt, entity);
    variants::branches_differ(ctxt, entity);
    variants::newtypes_have_no_name(ctxt, entity);
    variants::renamed_variants_have_named_fields(ctxt, entity);
    variants::ignored_ones_say_nothing_else(ctxt, entity);
    variants::one_default(ctxt, entity);

    fields::ignored_ones_say_nothing_else(ctxt, entity);
    fields::one_sided_skips_are_decided(ctxt, entity);
    fields::flattened_ones_say_nothing_else(ctxt, entity);
    fields::unnamed_ones_have_no_name(ctxt, entity);
    fields::one_representation(ctxt, entity);
    fields::exact_needs_a_unit(ctxt, entity);
    fields::decimals_have_digits(ctxt, entity);
    fields::options_do_not_nest(ctxt, entity);
    fields::integers_fit(ctxt, entity);
    if traits.decode {
        fields::what_is_read_does_not_live_forever(ctxt, entity);
    }

    defaults::there_is_one(ctxt, entity);
    defaults::required_is_for_options(ctxt, entity);
    defaults::numbers_are_in_range(ctxt, entity);
}
