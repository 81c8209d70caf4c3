/**
 * What the ledger keeps by itself, whoever writes it: sums follow from its postings, entries balance,
 * nothing in it is changed, and the lines of an award come to its cost.
 */
export const ledgerGuards = {
  /**
   * The sums run as the tables' owner, because the app may not write them. Checks on the rows bound
   * them: no fund and no line below zero, no line paid above its amount.
   */
  sums: `
  CREATE FUNCTION move_ledger_sums() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
  BEGIN
    UPDATE fund SET amount_pence = amount_pence + moved.set_aside,
                    committed_pence = committed_pence - moved.taken
      FROM (SELECT trust_id, fund_id,
                   coalesce(sum(pence) FILTER (WHERE kind IN ('ALLOCATION', 'VIREMENT', 'CARRY_FORWARD')), 0)
                     AS set_aside,
                   coalesce(sum(pence) FILTER (WHERE kind NOT IN ('ALLOCATION', 'VIREMENT', 'CARRY_FORWARD')), 0)
                     AS taken
              FROM fresh WHERE account = 'FUND' GROUP BY trust_id, fund_id) AS moved
     WHERE fund.trust_id = moved.trust_id AND fund.id = moved.fund_id;
    UPDATE funding_line SET committed_pence = committed_pence + moved.committed,
                            paid_pence = paid_pence + moved.paid,
                            owed_pence = owed_pence + moved.owed,
                            carried_pence = carried_pence + moved.carried
      FROM (SELECT trust_id, line_id,
                   coalesce(sum(pence) FILTER (WHERE account = 'COMMITMENT'), 0) AS committed,
                   coalesce(sum(pence) FILTER (WHERE account = 'PAYMENT'), 0) AS paid,
                   coalesce(sum(pence) FILTER (WHERE account = 'RECOVERY'), 0) AS owed,
                   coalesce(-sum(pence) FILTER (WHERE kind = 'CARRY_OUT'), 0) AS carried
              FROM fresh WHERE line_id IS NOT NULL GROUP BY trust_id, line_id) AS moved
     WHERE funding_line.trust_id = moved.trust_id AND funding_line.id = moved.line_id;
    RETURN NULL;
  END $$;
  CREATE TRIGGER ledger_moves_sums AFTER INSERT ON ledger_posting REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION move_ledger_sums();`,

  /** Deferred where an entry and its postings, or an award and its lines, are several statements. */
  promises: `
  CREATE FUNCTION refuse_ledger_change() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    RAISE EXCEPTION 'the ledger is only ever added to' USING ERRCODE = 'restrict_violation';
  END $$;
  CREATE TRIGGER ledger_entry_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_entry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_ledger_change();
  CREATE TRIGGER ledger_posting_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_posting
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_ledger_change();

  CREATE FUNCTION check_ledger_entry() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    entry uuid;
    balanced boolean;
  BEGIN
    IF TG_TABLE_NAME = 'ledger_entry' THEN entry := NEW.id; ELSE entry := NEW.entry_id; END IF;
    SELECT count(*) >= 2 AND sum(pence) = 0 INTO balanced FROM ledger_posting
     WHERE trust_id = NEW.trust_id AND entry_id = entry;
    IF NOT balanced THEN
      RAISE EXCEPTION 'ledger_entry_balances: the postings of an entry do not come to nothing'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_entry_balances';
    END IF;
    RETURN NULL;
  END $$;
  CREATE CONSTRAINT TRIGGER ledger_entry_balances AFTER INSERT ON ledger_entry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_ledger_entry();
  CREATE CONSTRAINT TRIGGER ledger_posting_balances AFTER INSERT ON ledger_posting
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_ledger_entry();

  CREATE FUNCTION check_award_cost() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    award_asked uuid;
    adds_up boolean;
  BEGIN
    IF TG_TABLE_NAME = 'award' THEN award_asked := NEW.id; ELSE award_asked := NEW.award_id; END IF;
    SELECT amount_pence = (SELECT coalesce(sum(amount_pence), 0) FROM funding_line
                            WHERE trust_id = NEW.trust_id AND award_id = award_asked
                              AND carried_from_id IS NULL)
      INTO adds_up FROM award WHERE trust_id = NEW.trust_id AND id = award_asked;
    IF NOT adds_up THEN
      RAISE EXCEPTION 'award_costs_its_lines: the lines of an award do not come to its cost'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'award_costs_its_lines';
    END IF;
    RETURN NULL;
  END $$;
  CREATE CONSTRAINT TRIGGER award_costs_its_lines AFTER INSERT OR UPDATE OF amount_pence ON award
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_award_cost();
  CREATE CONSTRAINT TRIGGER line_adds_to_cost AFTER INSERT ON funding_line
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_award_cost();`,
};
