-- Inside the database of Jiwar, as its owner `jiwar_owner`: only the owner, the application and its worker get in.
do $$
begin
  execute format('revoke all on database %I from public', current_database());
  execute format('grant connect on database %I to jiwar_app, jiwar_worker', current_database());
end
$$;

revoke all on schema public from public;
grant usage on schema public to jiwar_app, jiwar_keeper, jiwar_oversight;
